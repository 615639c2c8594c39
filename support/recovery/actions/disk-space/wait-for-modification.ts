import { untilGrown } from '../../../cloud/until-state';
import { action } from '../action';
import { waitLimit } from '../wait-limit';
import { dataVolumeCommand } from '../commands';
import { noParameters } from '../no-parameters';

/** Waits, within the step's budget, until a volume's new size may be used: from `optimizing` on. */
export const waitForModification = action({
  name: 'wait-for-modification',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    dataVolumeCommand(environment, target),
    `aws ec2 describe-volumes-modifications --volume-ids "$volume" --query 'VolumesModifications[0].[ModificationState,Progress]'`,
  ],
  async run(_, { target, cloud, dataVolume, budget }, signal) {
    const volume = await dataVolume(target, signal);
    const state = await untilGrown(cloud.volumes, volume.id, { deadline: waitLimit(budget), signal });
    const { sizeGiB } = await cloud.volumes.describe(volume.id, signal);
    return `the modification of ${volume.id} is ${state}: ${String(sizeGiB)} GiB can be used`;
  },
});
