import type { Shell } from '../../../hosts/shell';
import { asRoot } from '../../../hosts/as-root';

const LIST = `mariadb --batch --skip-column-names --execute="SELECT User, Host FROM mysql.global_priv WHERE User NOT IN ('', 'mariadb.sys')"`;
/** Where the configuration repository says which accounts there are; the first two are the server's own. */
const DECLARED = '/etc/firedrill/configuration/roles/mysql/etc/firedrill/users.sql';
const SERVERS_OWN = ["root'@'localhost", "mysql'@'localhost"];

export const listCommand = LIST;

/** Accounts of the database server that the configuration repository does not declare: `test'@'%`. */
export async function undeclaredAccounts(shell: Shell, signal: AbortSignal): Promise<readonly string[]> {
  const [listed, declaring] = await Promise.all([
    asRoot(shell, LIST, { signal }),
    asRoot(shell, `cat ${DECLARED}`, { signal }),
  ]);
  const declared = [...declaring.matchAll(/CREATE USER '([^']+'@'[^']+)'/g)].map(([, name]) => name);
  if (declared.length === 0) throw new Error(`${DECLARED} declares no account`);
  return listed
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t').join("'@'"))
    .filter((name) => !declared.includes(name) && !SERVERS_OWN.includes(name));
}
