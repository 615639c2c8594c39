import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { sqlCommand } from '../../../faults/databases/sql-command';

const count = `SHOW BINARY LOGS`;

/**
 * Purges the binary logs that were closed before the last snapshot of the database: a replay begins there. Those since
 * stay. Source: MariaDB's PURGE BINARY LOGS BEFORE.
 */
export const purgeBinaryLogs = action({
  name: 'purge-binary-logs',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    `aws ec2 describe-snapshots --filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag:firedrill:instance,Values=${target} Name=status,Values=completed --query 'max_by(Snapshots, &StartTime).StartTime'  # TIME, in UTC`,
    onInstance(
      target,
      `mariadb --execute="SET time_zone = '+00:00'; PURGE BINARY LOGS BEFORE 'TIME'; SHOW BINARY LOGS"`,
    ),
  ],
  async run(_, { target, host, lastSnapshot }, signal) {
    const shell = host(target);
    const { id, startedAt } = await lastSnapshot(target, signal);
    const logs = async (): Promise<readonly string[]> =>
      (await asRoot(shell, sqlCommand(count), { signal })).trim().split('\n');
    const before = await logs();
    const time = new Date(startedAt).toISOString().slice(0, 19).replace('T', ' ');
    await asRoot(shell, sqlCommand(`SET time_zone = '+00:00'; PURGE BINARY LOGS BEFORE '${time}'`), {
      signal,
    });
    const after = await logs();
    const observed = `${String(before.length - after.length)} of ${String(before.length)} binary logs on ${target} were closed before ${id} of ${time} and are purged; the first is ${after[0]?.split('\t')[0] ?? 'none'} now`;
    if (after.length === before.length) throw new Error(observed);
    return observed;
  },
});
