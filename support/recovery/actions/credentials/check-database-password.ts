import { instanceOfRole } from '../../../environment/environment';
import { tryAsRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { databaseUser } from './change-database-password';
import { onInstance } from '../commands';

const ACCESS_DENIED = 'ERROR 1045';

/** Sees that the database lets a user in by the password of now, and refuses the one of before. */
export const checkDatabasePassword = action({
  name: 'check-database-password',
  parameters: databaseUser,
  commands: ({ user }, { target }) => [
    `${onInstance(target, `mariadb --protocol=tcp --host=127.0.0.1 --user=${user} --password`)}  # once with each`,
  ],
  async run({ user }, { environment, target, host, rotation }, signal) {
    const name = `mysql.${user}`;
    const shell = host(instanceOfRole(environment, 'mysql').name);
    const logIn = (password: string) =>
      tryAsRoot(
        shell,
        `mariadb --defaults-extra-file=/dev/stdin --protocol=tcp --host=127.0.0.1 --user=${user} --execute='SELECT 1'`,
        { signal, input: `[client]\npassword=${password}\n` },
      );
    if (rotation.current(name) === rotation.old(name)) throw new Error(`${name} was not made anew`);
    const [now, before] = [await logIn(rotation.current(name)), await logIn(rotation.old(name))];
    if (now.code !== 0) throw new Error(`the new password of ${user} is refused: ${now.stderr.trim()}`);
    if (before.code === 0 || !before.stderr.includes(ACCESS_DENIED))
      throw new Error(
        `the old password of ${user} is not refused: ${before.stderr.trim() || 'it logged in'}`,
      );
    return `${target} lets ${user} in by the new password and refuses the old one (${ACCESS_DENIED})`;
  },
});
