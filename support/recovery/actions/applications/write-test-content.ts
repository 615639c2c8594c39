import { seedContainer } from '../../../applications/containers';
import { action } from '../action';
import { throughWebCommand } from '../commands';
import { noParameters } from '../no-parameters';

/** Writes the environment's own test content anew: what drills read again, and what the monitor's log-ins look for. */
export const writeTestContent = action({
  name: 'write-test-content',
  parameters: noParameters,
  commands: (_, { environment }) => [
    `${throughWebCommand(environment, `/jira/rest/api/2/project/${seedContainer.key}`, 'admin')} --request DELETE  # and the space and the folder of that name`,
    `npx firedrill up ${environment.name}  # writes what is missing of it`,
  ],
  run: (_, { writeTestContent: write }, signal) => write(signal),
});
