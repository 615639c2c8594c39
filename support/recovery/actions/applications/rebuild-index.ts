import { rebuildJiraIndex } from '../../../applications/search-index';
import { instanceNamed } from '../../../environment/environment';
import { action } from '../action';
import { applicationOf } from './application-paths';
import { throughWebCommand } from '../commands';
import { noParameters } from '../no-parameters';
import { waitLimit } from '../wait-limit';

const REINDEX = '/jira/rest/api/2/reindex';

/** Has Jira make its index anew in the foreground, as its administrator does. Nobody else can work in Jira meanwhile. */
export const rebuildIndex = action({
  name: 'rebuild-index',
  parameters: noParameters,
  commands: (_, { environment }) => [
    `${throughWebCommand(environment, `${REINDEX}?type=FOREGROUND`, 'admin')} --request POST`,
    throughWebCommand(environment, REINDEX, 'admin'),
  ],
  async run(_, { environment, target, administration, budget }, signal) {
    if (applicationOf(instanceNamed(environment, target)) !== 'jira')
      throw new Error(`${target} is not Jira, whose re-index this is`);
    return rebuildJiraIndex(administration(), waitLimit(budget), signal);
  },
});
