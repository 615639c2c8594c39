import { milliseconds, seconds } from '../../../drill/time';
import { waitUntil } from '../../../drill/wait-until';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { sqlCommand } from '../../../faults/databases/sql-command';

const limits = `SELECT COUNT(*), @@max_connections FROM information_schema.PROCESSLIST WHERE USER <> 'system user'`;
const accounts = `SELECT USER, SUBSTRING_INDEX(HOST, ':', 1), COUNT(*), SUM(COMMAND = 'Sleep') FROM information_schema.PROCESSLIST WHERE USER <> 'system user' GROUP BY 1, 2 ORDER BY 3 DESC`;
const idleOf = (user: string): string =>
  `SELECT CONCAT('KILL ', ID, ';') FROM information_schema.PROCESSLIST WHERE USER = '${user}' AND COMMAND = 'Sleep'`;
const plain = /^[A-Za-z_][\w-]*$/;

/**
 * Ends the idle sessions of the account that has most, where the database has no connection left: the server keeps one for
 * an administrator. Never those of an account that the environment's applications and its monitor use.
 */
export const endIdleSessions = action({
  name: 'end-idle-sessions',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, sqlCommand(limits)),
    onInstance(target, sqlCommand(accounts)),
    onInstance(target, `sh -c "umask 077; ${sqlCommand(idleOf('USER'))} > /run/kills.sql"`),
    onInstance(target, `sh -c "mariadb < /run/kills.sql"`),
  ],
  async run(_, { environment, target, host, keep }, signal) {
    // There is one connection more, for administrators; who watches the server takes it for a moment, too.
    const asAdministrator = (command: string): Promise<string> =>
      waitUntil<string>({
        subject: `the administrators' connection to ${target}`,
        deadline: seconds(15),
        interval: milliseconds(250),
        attempt: seconds(10),
        signal,
        observe: async (attempt) => {
          try {
            return { value: await asRoot(host(target), command, { signal: attempt }) };
          } catch (error) {
            const said = error instanceof Error ? error.message : String(error);
            return said.includes('Too many connections') ? { seen: said } : { hopeless: said };
          }
        },
      });
    const [used = 0, most = 0] = (await asAdministrator(sqlCommand(limits))).trim().split('\t').map(Number);
    const observed = `${String(used)} of ${String(most)} connections to ${target} are taken`;
    if (used < most) throw new Error(`${observed}: the cause is another`);
    const table = (await asAdministrator(sqlCommand(accounts))).trim();
    keep(`accounts-${target}`, table);
    const [user = '', from = '', count = '0', idle = '0'] = table.split('\n')[0]?.split('\t') ?? [];
    if (environment.instances.some(({ role }) => role === user) || !plain.test(user))
      throw new Error(`${observed}, most by ${user}, which people's work depends on`);
    // One after the other: there is but one connection for both.
    await asAdministrator(`kills=$(${sqlCommand(idleOf(user))}) && printf '%s\\n' "$kills" | mariadb`);
    // The server counts a session until its thread has ended.
    const left = await waitUntil<number>({
      subject: `room for a connection to ${target}`,
      deadline: seconds(10),
      interval: milliseconds(250),
      attempt: seconds(5),
      signal,
      observe: async (attempt) => {
        const now = Number(
          (await asRoot(host(target), sqlCommand(limits), { signal: attempt })).trim().split('\t')[0],
        );
        return now < most ? { value: now } : { seen: `${String(now)} are taken` };
      },
    });
    return `${observed}, ${count} by ${user}@${from}, of which ${idle} were idle and were ended; ${String(left)} are taken now`;
  },
});
