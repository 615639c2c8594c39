import { z } from 'zod';
import { databaseUsers } from '../../../environment/secrets';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';

/** A user of the database whose password is kept as `mysql.<user>`. */
export const databaseUser = z.strictObject({ user: z.enum(databaseUsers) });

/**
 * Gives a user of the database the password of now. Connections that are there go on; new ones need it. The statement goes by
 * standard input, so that no password stands on a command line, and not into the binary log.
 */
export const changeDatabasePassword = action({
  name: 'change-database-password',
  parameters: databaseUser,
  commands: ({ user }, { target }) => [
    `${onInstance(target, 'mariadb')}  # SET sql_log_bin = 0; ALTER USER '${user}'@'%' IDENTIFIED BY '…';`,
  ],
  async run({ user }, { target, host, rotation }, signal) {
    const password = rotation.current(`mysql.${user}`);
    if (password === rotation.old(`mysql.${user}`)) throw new Error(`mysql.${user} was not made anew`);
    const input = `SET sql_log_bin = 0;\nALTER USER '${user}'@'%' IDENTIFIED BY '${password}';\n`;
    await asRoot(host(target), 'mariadb', { signal, input });
    return `${user} has its new password in the database on ${target}`;
  },
});
