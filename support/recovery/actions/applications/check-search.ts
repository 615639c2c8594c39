import { z } from 'zod';
import { seedContainer } from '../../../applications/containers';
import { RequestFailed } from '../../../applications/request-failed';
import { openConfluenceIndex, openJiraIndex } from '../../../applications/search-index';
import { instanceNamed } from '../../../environment/environment';
import { action } from '../action';
import { applicationOf } from './application-paths';
import { throughWebCommand } from '../commands';

const paths: Readonly<Record<string, string>> = {
  confluence: `/confluence/rest/api/search?cql=space=${seedContainer.key}&limit=1`,
  jira: `/jira/rest/api/2/search?jql=project=${seedContainer.key}&maxResults=1`,
};

/** Searches for what was there before: `fails` is expected of a broken index, `finds` of a good one. */
export const checkSearch = action({
  name: 'check-search',
  parameters: z.strictObject({ expect: z.enum(['fails', 'finds']) }),
  commands: (_, { environment, target }) => [
    throughWebCommand(environment, paths[instanceNamed(environment, target).role] ?? '/', 'admin'),
  ],
  async run({ expect }, { environment, target, administration }, signal) {
    const application = applicationOf(instanceNamed(environment, target));
    if (application === 'alfresco') throw new Error('searching in Alfresco is not done here');
    const open = application === 'jira' ? openJiraIndex : openConfluenceIndex;
    const { requestTimeout } = environment.workload;
    const index = open(administration(), { requestTimeout });
    try {
      const found = await index.count(seedContainer.key, signal);
      const observed = `a search in ${application} finds ${String(found)} items of ${seedContainer.name}`;
      if (expect === 'fails' || found === 0) throw new Error(observed);
      return observed;
    } catch (error) {
      if (!(error instanceof RequestFailed) || expect === 'finds') throw error;
      return `a search in ${application} fails: ${error.message}`;
    } finally {
      index.close();
    }
  },
});
