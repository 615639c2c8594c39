import { untilVolume } from '../../../cloud/until-state';
import { action } from '../action';
import { dataVolumeCommand } from '../commands';
import { noParameters } from '../no-parameters';
import { waitLimit } from '../wait-limit';

/** Detaches the data volume by force: what waits for it gets an error, and what was not synced is lost. */
export const detachDataVolumeByForce = action({
  name: 'detach-data-volume-by-force',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    dataVolumeCommand(environment, target),
    'aws ec2 detach-volume --volume-id "$volume" --force',
    'aws ec2 wait volume-available --volume-ids "$volume"',
  ],
  async run(_, { target, cloud, dataVolume, budget }, signal) {
    const { id } = await dataVolume(target, signal);
    await cloud.volumes.detach(id, true, signal);
    await untilVolume(cloud.volumes, id, 'available', { deadline: waitLimit(budget), signal });
    return `${id} is detached from ${target}`;
  },
});
