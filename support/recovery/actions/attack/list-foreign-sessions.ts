import { sqlCommand } from '../../../faults/databases/sql-command';
import { action } from '../action';
import { databaseUser } from '../credentials/change-database-password';
import { onInstance } from '../commands';
import { foreignSessions, sessionsStatement } from './foreign-sessions';

/**
 * Names who is logged in to the database from where nobody is declared to come from; fails when nobody is, for then the
 * cause is another, and when it is by another account than the plan is for.
 */
export const listForeignSessions = action({
  name: 'list-foreign-sessions',
  parameters: databaseUser,
  commands: (_, { target }) => [
    `${onInstance(target, sqlCommand(sessionsStatement))}  # beside the addresses under ingress in the environment file`,
  ],
  async run({ user }, { environment, target, host, facts, keep }, signal) {
    const found = await foreignSessions({ environment, target, host }, signal);
    const addresses = [...new Set(found.map(({ address }) => address))];
    const users = [...new Set(found.map((session) => session.user))];
    keep(
      `sessions-${target}`,
      found.map(({ id, address, ...by }) => `${String(id)} ${by.user} ${address}`).join('\n'),
    );
    if (found.length === 0)
      throw new Error(`only declared addresses are logged in to ${target}: the cause is another`);
    const observed = `${users.join(', ')} is logged in to ${target} from ${addresses.join(', ')}, which nobody declared, ${String(found.length)} times`;
    if (users.some((each) => each !== user)) throw new Error(`${observed}; expected ${user} alone`);
    facts.attackers = addresses;
    return observed;
  },
});
