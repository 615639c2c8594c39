import { milliseconds, seconds } from '../../../drill/time';
import { waitUntil } from '../../../drill/wait-until';
import { action } from '../action';
import { filters } from '../commands';
import { noParameters } from '../no-parameters';
import { waitLimit } from '../wait-limit';

/** Waits, within the step's budget, until EC2 says that the one instance of this name is stopped. */
export const confirmInstanceStopped = action({
  name: 'confirm-instance-stopped',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    `aws ec2 describe-instances ${filters(environment, target)} --query 'Reservations[].Instances[].[InstanceId,State.Name,StateTransitionReason]' --output table`,
  ],
  async run(_, { target, cloud, budget }, signal) {
    return await waitUntil<string>({
      subject: `${target} to be stopped`,
      deadline: waitLimit(budget),
      interval: milliseconds(500),
      attempt: seconds(10),
      signal,
      observe: async (attempt) => {
        const found = await cloud.instances.find({ Name: target }, attempt);
        const seen = found.map(({ id, state }) => `${id} is ${state}`).join(', ') || 'there is none';
        const [only] = found;
        if (only === undefined || found.length > 1) return { hopeless: `${seen}: one must be started` };
        if (only.state === 'running' || only.state === 'pending') return { hopeless: seen };
        return only.state === 'stopped'
          ? { value: `EC2 says that ${target} (${only.id}) is stopped` }
          : { seen };
      },
    });
  },
});
