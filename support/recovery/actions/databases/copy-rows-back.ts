import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { identifier } from '../../../faults/databases/sql-identifier';
import { action } from '../action';
import { onInstance } from '../commands';
import { secondServer } from './second-server';

/**
 * Adds the rows of a table that the second server has and the first has not. What both have stays as it is on the first,
 * and what the first alone has stays, too.
 */
export const copyRowsBack = action({
  name: 'copy-rows-back',
  parameters: z.strictObject({ mount: z.string().startsWith('/'), database: identifier, table: identifier }),
  commands: ({ mount, database, table }, { environment, target }) => {
    const { socket } = secondServer(environment, target, mount);
    return [
      onInstance(
        target,
        `sh -c "mariadb-dump --socket=${socket} --single-transaction --no-create-info --insert-ignore ${database} ${table} | mariadb ${database}"`,
      ),
    ];
  },
  async run({ mount, database, table }, { environment, target, host }, signal) {
    const { socket } = secondServer(environment, target, mount);
    const script = `set -eu
rows() { mariadb --batch --skip-column-names --execute='SELECT COUNT(*) FROM ${table}' ${database}; }
mariadb-dump --socket=${socket} --single-transaction --no-create-info --insert-ignore --skip-add-locks ${database} ${table} > ${mount}/rows.sql
before=$(rows)
mariadb ${database} < ${mount}/rows.sql
rm ${mount}/rows.sql
echo "$before $(rows)"`;
    const said = await asRoot(host(target), script, { signal, timeout: seconds(280) });
    const [before = 0, after = 0] = said.trim().split(' ').map(Number);
    const observed = `${database}.${table} had ${String(before)} rows and has ${String(after)}`;
    if (after <= before) throw new Error(`${observed}: no row came back`);
    return observed;
  },
});
