import { asRoot, tryAsRoot } from '../../../hosts/as-root';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { undeclaredAccounts } from './undeclared-accounts';

/** Drops the accounts that nobody declared, ends their connections, and sees that they are let in no more. */
export const dropUndeclaredAccounts = action({
  name: 'drop-undeclared-accounts',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, `mariadb -e "DROP USER 'NAME'@'HOST'"  # each that the step before named`),
    onInstance(target, 'mariadb -e "KILL USER NAME"'),
  ],
  async run(_, { target, host, facts: { undeclaredAccounts: found = [] } }, signal) {
    if (found.length === 0) throw new Error('no earlier step has found an account that nobody declared');
    const shell = host(target);
    for (const account of found) {
      const name = account.split("'@'")[0] ?? '';
      await asRoot(shell, `mariadb --execute=${quote(`DROP USER '${account}'; KILL USER '${name}'`)}`, {
        signal,
      });
      const logIn = `MYSQL_PWD=${quote(name)} mariadb --no-defaults --protocol=tcp --host=127.0.0.1 --user=${quote(name)} --execute='SELECT 1'`;
      const { code, stderr } = await tryAsRoot(shell, logIn, { signal });
      if (code === 0 || !stderr.includes('Access denied'))
        throw new Error(`${name} is not refused by ${target}: ${stderr.trim()}`);
    }
    const left = await undeclaredAccounts(shell, signal);
    if (left.length > 0) throw new Error(`${target} still has '${left.join("', '")}'`);
    return `'${found.join("', '")}' are gone from ${target}, and refused`;
  },
});
