import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

const sql = (statement: string): string =>
  `mariadb --batch --skip-column-names --execute="${statement}" confluence`;
const LOCKED = sql('SELECT USERNAME, CURFAILED FROM LOGININFO WHERE CURFAILED > 0');
const RESET = sql('UPDATE LOGININFO SET CURFAILED = 0 WHERE CURFAILED > 0');

/**
 * Sets back Confluence's counts of failed log-ins, in its database: an administrator's own account may be among those that are
 * locked. Fails where no count is above 0, for then nobody was locked out like this.
 */
export const resetFailedLogIns = action({
  name: 'reset-failed-log-ins',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, LOCKED),
    `${onInstance(target, RESET)}  # or, where an administrator gets in: Manage Users, the user, "Reset Failed Login Count"`,
  ],
  async run(_, { target, host }, signal) {
    const shell = host(target);
    const locked = (await asRoot(shell, LOCKED, { signal })).split('\n').filter(Boolean);
    if (locked.length === 0) throw new Error('Confluence has counted no failed log-ins');
    await asRoot(shell, RESET, { signal });
    return `set back: ${locked.map((line) => line.split('\t').join(' had failed ')).join(', ')}`;
  },
});
