import { applications } from '../../../applications/open-store';
import { milliseconds, seconds } from '../../../drill/time';
import { waitUntil } from '../../../drill/wait-until';
import { action } from '../action';
import { waitLimit } from '../wait-limit';
import { statusOf } from './application-paths';
import { throughWebCommand } from '../commands';
import { noParameters } from '../no-parameters';
import { readOneItem } from './read-one-item';

/** Waits, within the step's budget, until a person can log in to every application through the web server and read. */
export const waitUntilApplicationsServe = action({
  name: 'wait-until-applications-serve',
  parameters: noParameters,
  commands: (_, { environment }) =>
    applications.map((application) => throughWebCommand(environment, statusOf[application].path)),
  async run(_, { store, budget }, signal) {
    const read = await Promise.all(
      applications.map(async (name) => {
        const application = store(name);
        try {
          return await waitUntil({
            subject: `${name} to be readable through the web server`,
            deadline: waitLimit(budget),
            interval: milliseconds(500),
            attempt: seconds(15),
            signal,
            observe: async (attempt) => ({ value: await readOneItem(application, attempt) }),
          });
        } finally {
          application.close();
        }
      }),
    );
    return read.join('; ');
  },
});
