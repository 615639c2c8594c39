import { milliseconds, seconds } from '../../drill/time';
import { waitUntil } from '../../drill/wait-until';
import { action } from './action';
import { waitLimit } from './wait-limit';
import { filters } from './commands';
import { noParameters } from './no-parameters';

/** Waits, within the step's budget, until no instance of this name is left: never two instances on one volume. */
export const confirmInstanceGone = action({
  name: 'confirm-instance-gone',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    `aws ec2 describe-instances ${filters(environment, target)} --query 'Reservations[].Instances[].[InstanceId,State.Name]' --output table`,
  ],
  async run(_, { target, cloud, budget }, signal) {
    return await waitUntil<string>({
      subject: `${target} to be terminated`,
      deadline: waitLimit(budget),
      interval: milliseconds(500),
      attempt: seconds(10),
      signal,
      observe: async (attempt) => {
        const found = await cloud.instances.find({ Name: target }, attempt);
        const left = found.filter(({ state }) => state !== 'terminated');
        const seen = left.map(({ id, state }) => `${id} is ${state}`).join(', ');
        if (left.some(({ state }) => state === 'running' || state === 'pending')) {
          return { hopeless: `${seen}: it is not lost` };
        }
        return left.length === 0
          ? { value: `EC2 knows no instance named ${target} that is not terminated` }
          : { seen };
      },
    });
  },
});
