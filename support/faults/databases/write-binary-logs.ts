import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { minutes, seconds } from '../../drill/time';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { sqlCommand } from './sql-command';

export interface WriteBinaryLogsTarget {
  readonly instance: string;
  /** Where the data volume is mounted, and the folder on it that holds the binary logs. */
  readonly mount: string;
  readonly folder: string;
  /** How full the volume becomes. */
  readonly percent: number;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `mysql (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

const SCRATCH = 'firedrill_batch';
/** One row, changed again and again: with `binlog_format = ROW` every change writes the row before and after it. */
const MEBIBYTES = 3;

/**
 * Changes rows as a batch job without an end does, until the binary logs have filled the data volume to a share of it. The
 * tables stay small. Purging logs gives the room back; what was written here goes with the golden snapshot.
 */
export function writeBinaryLogs(target: WriteBinaryLogsTarget): Fault {
  const { instance, mount, folder, percent, host, environmentLease, named } = target;
  const bytes = `cat ${quote(folder)}/binlog.[0-9]* | wc -c`;
  const used = `stat -f -c '%b %f' ${quote(mount)} | { read -r blocks free; echo $((100 * (blocks - free) / blocks)); }`;
  const change = sqlCommand(
    `UPDATE ${SCRATCH}.job SET content = REPEAT(CHAR(65 + RAND() * 26), ${String(MEBIBYTES)} * 1048576)`,
  );
  let before: number | undefined;
  let written = false;
  return {
    name: 'write-binary-logs',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${folder}`,
        change: `change a row of ${String(MEBIBYTES)} MiB in ${SCRATCH}.job until the binary logs have filled ${mount} to ${String(percent)} %`,
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      before = Number(await asRoot(host, bytes, { signal }));
      const make = `CREATE DATABASE ${SCRATCH}; CREATE TABLE ${SCRATCH}.job (id INT PRIMARY KEY, content LONGBLOB); INSERT INTO ${SCRATCH}.job VALUES (1, '')`;
      await asRoot(host, sqlCommand(make), { signal });
      await progress.halfway();
      const fill = `set -eu
for round in $(seq 400); do
  [ "$(${used})" -lt ${String(percent)} ] || exit 0
  ${change}
done
exit 1`;
      await asRoot(host, fill, { signal, timeout: minutes(3) });
      written = true;
    },

    prove: async (signal) => {
      if (before === undefined || !written)
        return { result: 'skipped', observed: `nothing filled the binary logs of ${instance}` };
      const now = Number(await asRoot(host, bytes, { signal }));
      const share = Number(await asRoot(host, used, { signal }));
      const grown = ((now - before) / 1048576).toFixed(0);
      const observed = `the binary logs on ${instance} have ${grown} MiB more than before; ${mount} is ${String(share)} % full`;
      return { result: share >= percent && now > before ? 'installed' : 'skipped', observed };
    },
  };
}
