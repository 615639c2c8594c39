import { z } from 'zod';
import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { instanceCommand } from '../commands';

/**
 * Says what EC2's status checks say of an instance that runs, and keeps its console; fails when they are not as
 * expected. `impaired` is expected of one that does not boot.
 */
export const checkInstanceStatus = action({
  name: 'check-instance-status',
  parameters: z.strictObject({ expect: z.enum(['ok', 'impaired']) }),
  commands: (_, { environment, target }) => [
    instanceCommand(environment, target),
    'aws ec2 describe-instance-status --instance-ids "$instance" --include-all-instances',
    'aws ec2 get-console-output --instance-id "$instance" --latest --output text',
  ],
  async run({ expect }, { target, cloud, keep }, signal) {
    const { id } = await runningInstance(cloud.instances, target, signal);
    const status = await cloud.instances.status(id, signal);
    const console = await cloud.instances.consoleOutput(id, signal);
    keep(`console-${target}`, console);
    const observed = `EC2's status checks of ${target} (${id}) say: ${status}`;
    const asExpected = expect === 'ok' ? status === 'ok' : status.includes('instance impaired');
    if (!asExpected) throw new Error(`${observed}; expected ${expect}`);
    return /emergency mode/.test(console)
      ? `${observed}; its console says that it is in emergency mode`
      : observed;
  },
});
