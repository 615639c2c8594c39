import { z } from 'zod';
import { untilVolume } from '../../../cloud/until-state';
import { minutes, seconds } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { isMounted } from '../../../hosts/mounts';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { dataVolumeCommand, instanceCommand, onInstance } from '../commands';
import { swapDataVolume } from './swap-data-volume';

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
  async run({ mount }, context, signal) {
    const { environment, target, host, cloud, facts } = context;
    const restored = facts.restoredVolume;
    if (restored === undefined) throw new Error('no earlier step has made a volume of a snapshot');
    const declared = instanceNamed(environment, target).volume;
    if (mount !== undefined) {
      const unmount = `if ${isMounted(mount)}; then umount ${quote(mount)}; fi`;
      await asRoot(host(target), unmount, { signal, timeout: seconds(60) });
      await cloud.volumes.detach(restored.id, false, signal);
      await untilVolume(cloud.volumes, restored.id, 'available', { deadline: minutes(5), signal });
    }
    const damaged = await swapDataVolume(context, target, restored, signal);
    delete facts.restoredVolume;
    return `${restored.id} is attached to ${target} as ${declared.device} in the place of ${damaged}, which is kept`;
  },
});
