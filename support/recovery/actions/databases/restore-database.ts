import { minutes } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { dumpOf, keptDatabase } from './kept-database';

/**
 * Puts an application's database back as an earlier step has dumped it: what was made since, tables too, is gone. Its
 * application must be down. An older dump is never gone back to: where no earlier step came to it, nothing is to be put back.
 */
export const restoreDatabase = action({
  name: 'restore-database',
  parameters: keptDatabase,
  commands: ({ database }, { environment, target }) => [
    onInstance(target, `sh -c "mariadb < ${dumpOf(environment, target, database)}"`),
  ],
  async run({ database }, { environment, target, host, facts }, signal) {
    if (!facts.dumpedDatabases?.has(database)) return `${database} was not dumped, and so not changed`;
    const dump = dumpOf(environment, target, database);
    const count = `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '${database}'`;
    const script = `set -eu
test -e ${quote(dump)} || { echo 'no dump was kept' >&2; exit 1; }
mariadb < ${quote(dump)}
mariadb --batch --skip-column-names --execute=${quote(count)}`;
    const said = await asRoot(host(target), script, { signal, timeout: minutes(20) });
    return `${database} is as it was dumped: ${said.trim()} tables`;
  },
});
