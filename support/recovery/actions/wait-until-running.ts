import { milliseconds, seconds } from '../../drill/time';
import { waitUntil } from '../../drill/wait-until';
import { instanceNamed } from '../../environment/environment';
import { action } from './action';
import { waitLimit } from './wait-limit';
import { applicationOf, statusOf } from './application-paths';
import { throughWebCommand } from './commands';
import { noParameters } from './no-parameters';

/** Waits, within the step's budget, until the application says through the web server that it is running. */
export const waitUntilRunning = action({
  name: 'wait-until-running',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    throughWebCommand(environment, statusOf[applicationOf(instanceNamed(environment, target))].path),
  ],
  async run(_, { environment, target, store, budget }, signal) {
    const application = store(applicationOf(instanceNamed(environment, target)));
    try {
      const probe = await waitUntil({
        subject: `${target} to be running, seen through the web server`,
        deadline: waitLimit(budget),
        interval: milliseconds(250),
        attempt: seconds(10),
        signal,
        observe: async (attempt) => {
          const result = await application.probe(attempt);
          return result.ready ? { value: result } : { seen: `${String(result.status)} ${result.state}` };
        },
      });
      return `${target} answers ${String(probe.status)} ${probe.state} through the web server`;
    } finally {
      application.close();
    }
  },
});
