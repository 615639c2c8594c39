import { dirname } from 'node:path';
import { minutes } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { dumpOf, keptDatabase } from './kept-database';

/**
 * Dumps an application's database beside the server's files, for the way back of an update. Its application must be down:
 * then the dump is what the application last committed, and going back to it loses nothing.
 */
export const dumpDatabase = action({
  name: 'dump-database',
  parameters: keptDatabase,
  commands: ({ database }, { environment, target }) => [
    onInstance(target, `install -d -m 0700 ${dirname(dumpOf(environment, target, database))}`),
    onInstance(target, `sh -c "${dumpCommand(database)} > ${dumpOf(environment, target, database)}"`),
  ],
  async run({ database }, { environment, target, host, undoAtEnd, facts }, signal) {
    const file = dumpOf(environment, target, database);
    const dump = quote(file);
    undoAtEnd(`${file} on ${target}`, async (until) => {
      await asRoot(host(target), `rm -f ${dump} ${dump}.new`, { signal: until });
    });
    const busy = `SELECT COUNT(*) FROM information_schema.processlist WHERE db = '${database}'`;
    const script = `set -eu
busy=$(mariadb --batch --skip-column-names --execute=${quote(busy)})
[ "$busy" = 0 ] || { echo "$busy connections still use ${database}" >&2; exit 1; }
install -d -m 0700 ${quote(dirname(file))}
umask 077
${dumpCommand(database)} > ${dump}.new
tail -n 1 ${dump}.new | grep -q '^-- Dump completed' || { echo 'the dump has no end' >&2; exit 1; }
sync ${dump}.new
mv ${dump}.new ${dump}
stat --format=%s ${dump}`;
    const size = await asRoot(host(target), script, { signal, timeout: minutes(20) });
    facts.dumpedDatabases = new Set([...(facts.dumpedDatabases ?? []), database]);
    return `${database} is kept in ${file} on ${target}, ${size.trim()} bytes`;
  },
});

const dumpCommand = (database: string): string =>
  `mariadb-dump --single-transaction --routines --triggers --add-drop-database --databases ${database}`;
