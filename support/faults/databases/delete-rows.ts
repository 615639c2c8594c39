import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import type { Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { sqlCommand } from './sql-command';

export interface DeleteRowsTarget {
  readonly instance: string;
  readonly database: string;
  readonly table: string;
  /** What tells the rows from others of the table: a condition of SQL. */
  readonly where: string;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `mysql (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** Deletes rows of a table in one statement, as a clean-up does whose condition was wrong. The table stays in use. */
export function deleteRows(target: DeleteRowsTarget): Fault {
  const { instance, database, table, where, host, environmentLease, named } = target;
  const name = `${database}.${table}`;
  const count = sqlCommand(`USE ${database}; SELECT COUNT(*) FROM \`${table}\` WHERE ${where}`);
  let before = 0;
  let deleted = false;
  return {
    name: 'delete-rows',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: table ${name}`,
        change: `delete all rows where ${where}`,
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      before = Number(await asRoot(host, count, { signal }));
      if (before === 0) throw new Error(`${name} has no such rows: nothing could be lost`);
      await progress.halfway();
      await asRoot(host, sqlCommand(`USE ${database}; DELETE FROM \`${table}\` WHERE ${where}`), { signal });
      deleted = true;
    },

    prove: async (signal) => {
      if (!deleted) return { result: 'skipped', observed: `no rows of ${name} were deleted` };
      const now = Number(await asRoot(host, count, { signal }));
      const observed = `${name} on ${instance} had ${String(before)} rows where ${where}, and has ${String(now)}`;
      return { result: now === 0 ? 'installed' : 'skipped', observed };
    },
  };
}
