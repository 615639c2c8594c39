import { z } from 'zod';
import { instanceNamed, type Environment } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { archiveOfBefore } from '../archives/archive-of-before';
import { environmentName } from './archive-of-another';
import { onInstance } from '../commands';
import { instanceNames } from '../instance-names';
import { snapshotDataVolumes } from '../archives/snapshot-data-volumes';

/** On the first host that a refresh changes: there from before its first change until its end. */
export const refreshMark = (environment: Environment, target: string): string =>
  `${instanceNamed(environment, target).volume.mount}/refresh`;

/** Archives the environment as it is before a refresh. Once one was begun, the archive of before is looked for instead. */
export const snapshotBeforeRefresh = action({
  name: 'snapshot-before-refresh',
  parameters: z.strictObject({ instances: instanceNames }),
  commands: ({ instances }, facts) => {
    const mark = refreshMark(facts.environment, facts.target);
    return [
      onInstance(
        facts.target,
        `ls -d ${mark}  # where it is there, a refresh was begun: take no other archive`,
      ),
      ...snapshotDataVolumes.commands({ instances: instances.join(' ') }, facts),
      onInstance(facts.target, `install -d -m 0700 ${mark}`),
    ];
  },
  async run({ instances }, context, signal) {
    const folder = refreshMark(context.environment, context.target);
    const said = await archiveOfBefore({ instances, folder, what: 'a refresh' }, context, signal);
    await asRoot(context.host(context.target), `install -d -m 0700 ${folder} && sync -f ${folder}`, {
      signal,
    });
    return said;
  },
});

/** The refresh has come to its end: what comes next is another one, with an archive of its own. */
export const endRefresh = action({
  name: 'end-refresh',
  parameters: z.strictObject({ from: environmentName }),
  commands: (_, { environment, target }) => [onInstance(target, `rm -r ${refreshMark(environment, target)}`)],
  async run({ from }, { environment, target, host, facts }, signal) {
    await asRoot(host(target), `rm -r ${refreshMark(environment, target)}`, { signal });
    delete facts.scrubPlan;
    return `${environment.name} was refreshed from ${from}; the way back to before is ${facts.archive?.set ?? 'the archive of before'}`;
  },
});
