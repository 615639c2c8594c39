import { milliseconds, seconds } from '../../../drill/time';
import { waitUntil } from '../../../drill/wait-until';
import { action } from '../action';
import { waitLimit } from '../wait-limit';
import { filters } from '../commands';
import type { ActionContext } from '../context';
import { noParameters } from '../no-parameters';

/** Waits, within the step's budget, until no instance of this name is left: never two instances on one volume. */
export const confirmInstanceGone = action({
  name: 'confirm-instance-gone',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    `aws ec2 describe-instances ${filters(environment, target)} --query 'Reservations[].Instances[].[InstanceId,State.Name]' --output table`,
  ],
  async run(_, context, signal) {
    return await untilGone(context.target, context, signal);
  },
});

/** Waits until EC2 knows no instance of this name that is not terminated; gives up at once on one that runs. */
export const untilGone = (
  name: string,
  { cloud, budget }: Pick<ActionContext, 'cloud' | 'budget'>,
  signal: AbortSignal,
): Promise<string> =>
  waitUntil<string>({
    subject: `${name} to be terminated`,
    deadline: waitLimit(budget),
    interval: milliseconds(500),
    attempt: seconds(10),
    signal,
    observe: async (attempt) => {
      const found = await cloud.instances.find({ Name: name }, attempt);
      const left = found.filter(({ state }) => state !== 'terminated');
      const seen = left.map(({ id, state }) => `${id} is ${state}`).join(', ');
      if (left.some(({ state }) => state === 'running' || state === 'pending')) {
        return { hopeless: `${seen}: it is not lost` };
      }
      return left.length === 0
        ? { value: `EC2 knows no instance named ${name} that is not terminated` }
        : { seen };
    },
  });
