import { untilInstance } from '../../../cloud/until-state';
import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { instanceCommand } from '../commands';
import { noParameters } from '../no-parameters';
import { waitLimit } from '../wait-limit';

/** Stops an instance that heeds nothing: without a shutdown of its operating system, which would be waited for in vain. */
export const stopInstanceByForce = action({
  name: 'stop-instance-by-force',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    instanceCommand(environment, target),
    'aws ec2 stop-instances --instance-ids "$instance" --force --skip-os-shutdown',
    'aws ec2 wait instance-stopped --instance-ids "$instance"',
  ],
  async run(_, { target, cloud, budget }, signal) {
    const { id } = await runningInstance(cloud.instances, target, signal);
    await cloud.instances.stop(id, 'cut', signal);
    await untilInstance(cloud.instances, id, 'stopped', { deadline: waitLimit(budget), signal });
    return `${target} (${id}) is stopped, without a shutdown of its operating system`;
  },
});
