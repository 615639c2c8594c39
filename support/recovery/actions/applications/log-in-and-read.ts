import { seedContainer } from '../../../applications/containers';
import type { Application } from '../../../drill/history';
import { instanceNamed } from '../../../environment/environment';
import { action } from '../action';
import { applicationOf } from './application-paths';
import { throughWebCommand } from '../commands';
import { noParameters } from '../no-parameters';
import { readOneItem } from './read-one-item';

const listPath: Readonly<Record<Application, string>> = {
  confluence: `/confluence/rest/api/content?spaceKey=${seedContainer.key}&limit=1&expand=body.storage`,
  jira: `/jira/rest/api/2/search?jql=project=${seedContainer.key}&maxResults=1`,
  alfresco: `/alfresco/api/-default-/public/alfresco/versions/1/nodes/-root-/children?relativePath=${encodeURIComponent(seedContainer.name)}&maxItems=1`,
};

/** Proves that a person can work: log-in goes through Crowd and LDAP, reading through the database and the data volume. */
export const logInAndRead = action({
  name: 'log-in-and-read',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    throughWebCommand(environment, listPath[applicationOf(instanceNamed(environment, target))], 'workload'),
  ],
  async run(_, { environment, target, store }, signal) {
    const application = store(applicationOf(instanceNamed(environment, target)));
    try {
      return await readOneItem(application, signal);
    } finally {
      application.close();
    }
  },
});
