import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot, tryAsRoot } from '../../hosts/as-root';
import { sqlCommand } from './sql-command';

export interface DropTableTarget {
  readonly instance: string;
  readonly database: string;
  readonly table: string;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `mysql (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Drops a table, as a script does that was meant for another database: what was committed is gone, in order and for
 * good. A snapshot and the binary logs written since bring it back, or the golden snapshot.
 */
export function dropTable(target: DropTableTarget): Fault {
  const { instance, database, table, host, environmentLease, named } = target;
  const name = `${database}.${table}`;
  let dropped: { readonly rows: string; readonly file: string } | undefined;
  return {
    name: 'drop-table',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: table ${name}`,
        change: 'drop it, with all of its rows',
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      const asked = { signal, timeout: seconds(30) };
      const rows = await asRoot(host, sqlCommand(`SELECT COUNT(*) FROM \`${database}\`.\`${table}\``), asked);
      if (rows.trim() === '0') throw new Error(`${name} has no rows: nothing could be lost`);
      const folder = await asRoot(host, sqlCommand('SELECT @@datadir'), asked);
      dropped = { rows: rows.trim(), file: `${folder.trim()}${database}/${table}.ibd` };
      await progress.halfway();
      await asRoot(host, sqlCommand(`DROP TABLE \`${database}\`.\`${table}\``), asked);
    },

    prove: async (signal) => {
      if (dropped === undefined) return { result: 'skipped', observed: `${name} was not dropped` };
      const { code } = await tryAsRoot(host, `test -e ${quote(dropped.file)}`, { signal });
      const observed = `${name} had ${dropped.rows} rows; its file ${dropped.file} on ${instance} is ${code === 0 ? 'there' : 'gone'}`;
      return { result: code === 1 ? 'installed' : 'skipped', observed };
    },
  };
}
