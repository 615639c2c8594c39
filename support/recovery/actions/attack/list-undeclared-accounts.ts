import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { listCommand, undeclaredAccounts } from './undeclared-accounts';

/** Says which accounts the database server has that nobody declared, and whether one is connected; fails when it has none. */
export const listUndeclaredAccounts = action({
  name: 'list-undeclared-accounts',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, listCommand),
    onInstance(target, 'mariadb -e "SHOW PROCESSLIST"'),
  ],
  async run(_, { target, host, facts, keep }, signal) {
    const shell = host(target);
    const found = await undeclaredAccounts(shell, signal);
    if (found.length === 0) throw new Error(`${target} has declared accounts only`);
    keep(
      `accounts-${target}`,
      await asRoot(
        shell,
        `mariadb --execute="SELECT User, Host, Command, Time FROM information_schema.processlist"`,
        {
          signal,
        },
      ),
    );
    facts.undeclaredAccounts = found;
    return `nobody declared these accounts of ${target}: '${found.join("', '")}'`;
  },
});
