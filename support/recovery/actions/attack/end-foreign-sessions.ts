import { milliseconds, seconds } from '../../../drill/time';
import { waitUntil } from '../../../drill/wait-until';
import { asRoot } from '../../../hosts/as-root';
import { sqlCommand } from '../../../faults/databases/sql-command';
import { action } from '../action';
import { attackersFound } from './attackers';
import { onInstance } from '../commands';
import { foreignSessions, sessionsStatement } from './foreign-sessions';
import { noParameters } from '../no-parameters';

/**
 * Ends every session of the database from where nobody is declared to come from, until none is left. A security group and
 * packet rules keep state: whoever was in stays in when the way is shut.
 */
export const endForeignSessions = action({
  name: 'end-foreign-sessions',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, sqlCommand(sessionsStatement)),
    onInstance(target, `mariadb --execute='KILL ID'`),
  ],
  async run(_, { environment, target, host, facts }, signal) {
    const attackers = attackersFound(facts);
    const ended = new Set<number>();
    await waitUntil<true>({
      subject: `no session of ${attackers.join(', ')} to be left on ${target}`,
      deadline: seconds(15),
      interval: milliseconds(250),
      attempt: seconds(10),
      signal,
      observe: async (attempt) => {
        const left = await foreignSessions({ environment, target, host }, attempt);
        if (left.length === 0) return { value: true };
        for (const { id } of left) {
          ended.add(id);
          await asRoot(host(target), sqlCommand(`KILL ${String(id)}`), { signal: attempt });
        }
        return { seen: left.map(({ user, address }) => `${user} from ${address}`).join(', ') };
      },
    });
    return `${String(ended.size)} sessions were ended, and ${target} has none of an address that nobody declared`;
  },
});
