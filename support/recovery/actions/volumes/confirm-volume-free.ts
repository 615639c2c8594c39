import { milliseconds, seconds } from '../../../drill/time';
import { waitUntil } from '../../../drill/wait-until';
import { action } from '../action';
import { waitLimit } from '../wait-limit';
import { dataVolumeCommand } from '../commands';
import { noParameters } from '../no-parameters';

/** Waits, within the step's budget, until the data volume is available and attached to nothing. */
export const confirmVolumeFree = action({
  name: 'confirm-volume-free',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    dataVolumeCommand(environment, target),
    `aws ec2 describe-volumes --volume-ids "$volume" --query 'Volumes[0].[State,Attachments]'`,
  ],
  async run(_, { target, dataVolume, budget }, signal) {
    return await waitUntil<string>({
      subject: `the data volume of ${target} to be free`,
      deadline: waitLimit(budget),
      interval: milliseconds(500),
      attempt: seconds(10),
      signal,
      observe: async (attempt) => {
        const volume = await dataVolume(target, attempt);
        const holder = volume.attachment?.instanceId ?? 'nothing';
        const seen = `${volume.id} (${String(volume.sizeGiB)} GiB) is ${volume.state}, attached to ${holder}`;
        return volume.state === 'available' ? { value: seen } : { seen };
      },
    });
  },
});
