import { z } from 'zod';
import { untilVolume } from '../../cloud/until-state';
import { minutes, seconds } from '../../drill/time';
import { instanceNamed } from '../../environment/environment';
import { asRoot } from '../../faults/as-root';
import { runningInstance } from '../../faults/running-instance';
import { isMounted } from '../../hosts/mounts';
import { quote } from '../../hosts/shell';
import { action } from './action';
import { dataVolumeCommand, instanceCommand, onInstance } from './commands';

/**
 * Puts the volume that an earlier step made in the place of the data volume, which is kept, detached, for whoever wants to
 * know what happened to it. Nothing may have files open on either.
 */
export const promoteRestoredVolume = action({
  name: 'promote-restored-volume',
  parameters: z.strictObject({ mount: z.string().startsWith('/').optional() }),
  commands: ({ mount }, { environment, target }) => {
    const { volume } = instanceNamed(environment, target);
    return [
      dataVolumeCommand(environment, target),
      instanceCommand(environment, target),
      ...(mount === undefined
        ? []
        : [
            onInstance(target, `umount ${mount}`),
            'aws ec2 detach-volume --volume-id "$restored"',
            'aws ec2 wait volume-available --volume-ids "$restored"',
          ]),
      onInstance(target, `umount ${volume.mount}`),
      'aws ec2 detach-volume --volume-id "$volume"',
      'aws ec2 wait volume-available --volume-ids "$volume"',
      `aws ec2 attach-volume --volume-id "$restored" --instance-id "$instance" --device ${volume.device}`,
      'aws ec2 wait volume-in-use --volume-ids "$restored"',
      'aws ec2 create-tags --resources "$volume" --tags Key=firedrill:volume,Value=damaged',
      `aws ec2 create-tags --resources "$restored" --tags Key=firedrill:volume,Value=data Key=Name,Value=${target}`,
    ];
  },
  async run({ mount }, { environment, target, host, cloud, dataVolume, facts, undoAtEnd }, signal) {
    const restored = facts.restoredVolume;
    if (restored === undefined) throw new Error('no earlier step has made a volume of a snapshot');
    const declared = instanceNamed(environment, target).volume;
    const instance = await runningInstance(cloud.instances, target, signal);
    const damaged = await dataVolume(target, signal);
    const { volumes } = cloud;
    const available = { deadline: minutes(5), signal };
    const unmount = (path: string): string => `if ${isMounted(path)}; then umount ${quote(path)}; fi`;
    const paths = mount === undefined ? [declared.mount] : [mount, declared.mount];
    await asRoot(host(target), paths.map(unmount).join('\n'), { signal, timeout: seconds(60) });
    if (mount !== undefined) {
      await volumes.detach(restored.id, false, signal);
      await untilVolume(volumes, restored.id, 'available', available);
    }
    await volumes.detach(damaged.id, false, signal);
    await untilVolume(volumes, damaged.id, 'available', available);
    // In a drill nobody looks into it; on its way out it is found by its tag, should the drill die.
    undoAtEnd(`${damaged.id}, the damaged volume of ${target}`, async (until) => {
      await volumes.delete(damaged.id, until);
    });
    await volumes.setTags(damaged.id, { 'firedrill:volume': 'damaged' }, signal);
    await volumes.attach(restored.id, instance.id, declared.device, signal);
    await untilVolume(volumes, restored.id, 'in-use', available);
    await volumes.setTags(restored.id, { 'firedrill:volume': 'data', Name: target }, signal);
    delete facts.restoredVolume;
    return `${restored.id} is attached to ${target} as ${declared.device} in the place of ${damaged.id}, which is kept`;
  },
});
