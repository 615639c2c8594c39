import { untilVolume } from '../../../cloud/until-state';
import { instanceNamed } from '../../../environment/environment';
import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { dataVolumeCommand, instanceCommand } from '../commands';
import { noParameters } from '../no-parameters';
import { waitLimit } from '../wait-limit';

/** Attaches the data volume to its instance, as the device that the environment file declares. */
export const attachDataVolume = action({
  name: 'attach-data-volume',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    dataVolumeCommand(environment, target),
    instanceCommand(environment, target),
    `aws ec2 attach-volume --volume-id "$volume" --instance-id "$instance" --device ${instanceNamed(environment, target).volume.device}`,
    'aws ec2 wait volume-in-use --volume-ids "$volume"',
  ],
  async run(_, { environment, target, cloud, dataVolume, budget }, signal) {
    const { device } = instanceNamed(environment, target).volume;
    const instance = await runningInstance(cloud.instances, target, signal);
    const volume = await dataVolume(target, signal);
    await cloud.volumes.attach(volume.id, instance.id, device, signal);
    await untilVolume(cloud.volumes, volume.id, 'in-use', { deadline: waitLimit(budget), signal });
    return `${volume.id} is attached to ${target} (${instance.id}) as ${device}`;
  },
});
