import { basename } from 'node:path';
import { excerptOf } from '../../../drill/redaction/excerpt';
import { milliseconds } from '../../../drill/time';
import type { Shell } from '../../../hosts/shell';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { sqlCommand } from '../../../faults/databases/sql-command';

/** How far EC2's clock and the host's, both kept by NTP, may be apart. */
const CLOCKS = milliseconds(100);

/** A line for each log, oldest first: when it was last written to, in seconds since 1970, and its path. */
const LIST = `xargs stat --format='%.3Y %n' < "$(${sqlCommand('SELECT @@log_bin_index')})"`;

/**
 * Purges the binary logs that were closed before the last snapshot of the database: a replay begins there. Those since
 * stay. Not by MariaDB's PURGE BINARY LOGS BEFORE: it compares whole seconds, and keeps what was closed in the snapshot's own.
 */
export const purgeBinaryLogs = action({
  name: 'purge-binary-logs',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    `aws ec2 describe-snapshots --filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag:firedrill:instance,Values=${target} Name=status,Values=completed --query 'max_by(Snapshots, &StartTime).StartTime'  # TIME, in UTC`,
    `${onInstance(target, `sh -c 'ls -lt --full-time "$(mariadb -BNe "SELECT @@datadir")"'`)}  # LOG, the oldest binary log that was written to after TIME`,
    onInstance(target, `mariadb --execute="PURGE BINARY LOGS TO 'LOG'; SHOW BINARY LOGS"`),
  ],
  async run(_, { target, host, lastSnapshot }, signal) {
    const shell = host(target);
    const { id, startedAt } = await lastSnapshot(target, signal);
    const before = await listed(shell, signal);
    const moment = Date.parse(startedAt);
    // Nothing is as young as a moment that is not known: all but the last one would go.
    if (Number.isNaN(moment)) throw new Error(`${id} has no time: "${startedAt}"`);
    // The last one is being written.
    const needed = before.find(({ writtenAt }) => writtenAt >= moment - CLOCKS) ?? before.at(-1);
    if (needed === undefined) throw new Error(`${target} has no binary logs`);
    await asRoot(shell, sqlCommand(`PURGE BINARY LOGS TO '${needed.name}'`), { signal });
    const after = await listed(shell, signal);
    const observed = `${String(before.length - after.length)} of ${String(before.length)} binary logs on ${target} were closed before ${id} of ${startedAt} and are purged; the first is ${after[0]?.name ?? 'none'} now`;
    if (after.length === before.length) throw new Error(observed);
    return observed;
  },
});

interface BinaryLog {
  readonly name: string;
  /** In milliseconds since 1970. */
  readonly writtenAt: number;
}

async function listed(shell: Shell, signal: AbortSignal): Promise<readonly BinaryLog[]> {
  const lines = (await asRoot(shell, LIST, { signal })).trim().split('\n').filter(Boolean);
  return lines.map((line) => {
    const [, at, path] = /^(\d+\.\d+) (\/.+)$/.exec(line) ?? [];
    if (at === undefined || path === undefined)
      throw new Error(
        `expected when a binary log was written to, and its path; got "${excerptOf(line, 80)}"`,
      );
    return { name: basename(path), writtenAt: Number(at) * 1000 };
  });
}
