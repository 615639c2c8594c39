import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { sqlCommand } from '../../../faults/databases/sql-command';

/** Who waits, and for how long already. */
const waiters = `SELECT COUNT(*), COALESCE(MAX(TIME), 0) FROM information_schema.PROCESSLIST WHERE STATE LIKE 'Waiting for table metadata lock%'`;
/** Who holds a lock that shuts others out, on a table that somebody waits for. */
const holders = `SELECT DISTINCT p.ID, CONCAT(p.USER, '@', p.HOST), p.COMMAND, p.TIME, CONCAT(l.TABLE_SCHEMA, '.', l.TABLE_NAME) FROM information_schema.METADATA_LOCK_INFO l JOIN information_schema.PROCESSLIST p ON p.ID = l.THREAD_ID WHERE l.LOCK_MODE IN ('MDL_SHARED_NO_READ_WRITE', 'MDL_SHARED_NO_WRITE', 'MDL_EXCLUSIVE') AND l.TABLE_NAME <> '' ORDER BY p.TIME DESC`;

/**
 * Ends the session that holds a lock for which others wait, and that does nothing: the transaction of one that works
 * would be rolled back. Source: MariaDB's METADATA_LOCK_INFO plugin.
 */
export const endBlockingSession = action({
  name: 'end-blocking-session',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, sqlCommand(waiters)),
    onInstance(target, sqlCommand(holders)),
    onInstance(target, `mariadb --execute='KILL ID'`),
  ],
  async run(_, { target, host, keep }, signal) {
    const shell = host(target);
    const [waiting = '0', longest = '0'] = (await asRoot(shell, sqlCommand(waiters), { signal }))
      .trim()
      .split('\t');
    if (waiting === '0') throw new Error(`nobody waits for a lock on ${target}: the cause is another`);
    const found = (await asRoot(shell, sqlCommand(holders), { signal })).trim();
    keep(`locks-${target}`, found);
    const idle = found
      .split('\n')
      .map((line) => line.split('\t'))
      .filter(([, , command]) => command === 'Sleep');
    const [session] = idle;
    if (session === undefined || idle.length > 1)
      throw new Error(`no single idle session holds a lock on ${target}: ${found || 'none'}`);
    const [id = '', who = '?', , seconds = '?', table = '?'] = session;
    await asRoot(shell, sqlCommand(`KILL ${String(Number(id))}`), { signal });
    return `${waiting} sessions waited, the longest for ${longest} s; session ${id} of ${who}, idle for ${seconds} s, held ${table} and was ended`;
  },
});
