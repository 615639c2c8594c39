import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { secondServer } from './second-server';
import { identifier } from '../../../faults/databases/sql-identifier';

/** Loads a table of the second server into the first; fails where the first has it, for then there is nothing to restore. */
export const copyTableBack = action({
  name: 'copy-table-back',
  parameters: z.strictObject({ mount: z.string().startsWith('/'), database: identifier, table: identifier }),
  commands: ({ mount, database, table }, { environment, target }) => {
    const { socket } = secondServer(environment, target, mount);
    return [
      onInstance(
        target,
        `sh -c "mariadb-dump --socket=${socket} --single-transaction ${database} ${table} | mariadb ${database}"`,
      ),
      onInstance(target, `mariadb --execute="SELECT COUNT(*) FROM ${database}.${table}"`),
    ];
  },
  async run({ mount, database, table }, { environment, target, host }, signal) {
    const { socket } = secondServer(environment, target, mount);
    const count = (more: string): string =>
      `mariadb ${more} --batch --skip-column-names --execute='SELECT COUNT(*) FROM ${database}.${table}'`;
    const script = `set -eu
restored=$(${count(`--socket=${socket}`).replaceAll("'", '"')})
! mariadb ${database} --execute="SELECT 1 FROM ${table} LIMIT 1" >/dev/null 2>&1 || { echo '${database}.${table} is there' >&2; exit 1; }
mariadb-dump --socket=${socket} --single-transaction ${database} ${table} > ${mount}/table.sql
mariadb ${database} < ${mount}/table.sql
rm ${mount}/table.sql
echo "$restored"`;
    const rows = await asRoot(host(target), script, { signal, timeout: seconds(280) });
    return `${database}.${table} has its ${rows.trim()} rows again`;
  },
});
