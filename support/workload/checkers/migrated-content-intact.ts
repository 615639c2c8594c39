import type { Application, ReadBack } from '../../drill/history';
import { counted, verdict, type Checker } from './checker';

const NAME = 'migrated-content-intact';
const applications: readonly Application[] = ['confluence', 'jira', 'alfresco'];
const called: Readonly<Record<Application, string>> = {
  confluence: 'page',
  jira: 'issue',
  alfresco: 'document',
};

/**
 * What only the old host had is there after the migration, in every application, with its bytes; read by a person who was
 * only in the old host's directory, with the password from there.
 */
export const migratedContentIntact: Checker = {
  name: NAME,
  check: ({ readback }) => {
    const migrated = readback.filter(({ origin }) => origin === 'migrated');
    const of = (application: Application, found?: ReadBack['found']): readonly ReadBack[] =>
      migrated.filter(
        (each) => each.application === application && (found === undefined || each.found === found),
      );
    const labels = (found: ReadBack['found']): readonly string[] =>
      migrated.filter((each) => each.found === found).map(({ application, key }) => `${application}:${key}`);
    const ids = { lost: labels('absent'), corrupted: labels('corrupted'), unaccounted: labels('unreadable') };
    const measures = Object.fromEntries(
      applications.flatMap((name) => [
        [name, of(name).length],
        [`${name}Present`, of(name, 'present').length],
      ]),
    );
    const none = applications.filter((name) => of(name).length === 0);
    if (none.length > 0)
      return verdict(
        NAME,
        'unknown',
        `Nothing that was migrated was read in ${none.join(', ')}.`,
        measures,
        ids,
      );
    const told = applications
      .map((name) => `${of(name, 'present').length} of ${counted(of(name).length, called[name])}`)
      .join(', ');
    const bad = migrated.filter(({ found }) => found === 'absent' || found === 'corrupted');
    if (bad.length > 0) {
      const [first] = bad;
      const example = first === undefined ? '' : ` (${first.application} "${first.key}" is ${first.found})`;
      return verdict(
        NAME,
        'missed',
        `Of what only the old host had, ${told} are intact${example}.`,
        measures,
        ids,
      );
    }
    if (migrated.some(({ found }) => found === 'unreadable'))
      return verdict(NAME, 'unknown', `Of what only the old host had, ${told} could be read.`, measures, ids);
    return verdict(
      NAME,
      'met',
      `Of what only the old host had, ${told} are intact, read with a log-in from there.`,
      measures,
      ids,
    );
  },
};
