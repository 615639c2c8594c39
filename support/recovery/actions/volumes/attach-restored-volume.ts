import { untilVolume } from '../../../cloud/until-state';
import { instanceNamed } from '../../../environment/environment';
import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { instanceCommand } from '../commands';
import { noParameters } from '../no-parameters';
import { waitLimit } from '../wait-limit';

/** Attaches the volume that an earlier step made as the target's data volume, where the one that it had is lost. */
export const attachRestoredVolume = action({
  name: 'attach-restored-volume',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    instanceCommand(environment, target),
    `aws ec2 attach-volume --volume-id "$restored" --instance-id "$instance" --device ${instanceNamed(environment, target).volume.device}`,
    'aws ec2 wait volume-in-use --volume-ids "$restored"',
    `aws ec2 create-tags --resources "$restored" --tags Key=firedrill:volume,Value=data Key=Name,Value=${target}`,
  ],
  async run(_, { environment, target, cloud, facts, budget }, signal) {
    const restored = facts.restoredVolume;
    if (restored === undefined) throw new Error('no earlier step has made a volume of a snapshot');
    const { device } = instanceNamed(environment, target).volume;
    const instance = await runningInstance(cloud.instances, target, signal);
    await cloud.volumes.attach(restored.id, instance.id, device, signal);
    await untilVolume(cloud.volumes, restored.id, 'in-use', { deadline: waitLimit(budget), signal });
    await cloud.volumes.setTags(restored.id, { 'firedrill:volume': 'data', Name: target }, signal);
    delete facts.restoredVolume;
    return `${restored.id} is attached to ${target} (${instance.id}) as ${device}, and is its data volume now`;
  },
});
