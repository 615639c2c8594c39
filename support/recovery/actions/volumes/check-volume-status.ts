import { z } from 'zod';
import { milliseconds, seconds } from '../../../drill/time';
import { waitUntil } from '../../../drill/wait-until';
import { action } from '../action';
import { dataVolumeCommand } from '../commands';
import { waitLimit } from '../wait-limit';

/** Waits, within the step's budget, until EC2's status check of the target's data volume says what is expected. */
export const checkVolumeStatus = action({
  name: 'check-volume-status',
  parameters: z.strictObject({ expect: z.enum(['ok', 'impaired']) }),
  commands: (_, { environment, target }) => [
    dataVolumeCommand(environment, target),
    'aws ec2 describe-volume-status --volume-ids "$volume"',
  ],
  async run({ expect }, { target, cloud, dataVolume, budget }, signal) {
    const { id } = await dataVolume(target, signal);
    return waitUntil<string>({
      subject: `the status of ${id} of ${target} to be ${expect}`,
      deadline: waitLimit(budget),
      interval: milliseconds(500),
      attempt: seconds(10),
      signal,
      observe: async (attempt) => {
        const status = await cloud.volumes.status(id, attempt);
        const seen = `EC2 calls ${id} of ${target} ${status}`;
        return status === expect ? { value: seen } : { seen };
      },
    });
  },
});
