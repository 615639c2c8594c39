import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot, tryAsRoot } from '../../hosts/as-root';

export interface DamageBinaryLogTarget {
  readonly instance: string;
  /** The folder of the binary logs and of their index. */
  readonly folder: string;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `mysql (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Overwrites bytes in the middle of the last binary log that is closed, as a fault of the storage does. The server does
 * not read it any more and goes on; a replay from the last snapshot would come to its end there.
 */
export function damageBinaryLog(target: DamageBinaryLogTarget): Fault {
  const { instance, folder, host, environmentLease, named } = target;
  const read = (log: string): string => `mariadb-binlog --verify-binlog-checksum ${quote(log)} > /dev/null`;
  let damaged: string | undefined;
  return {
    name: 'damage-binary-log',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${folder}`,
        change: 'begin a new binary log, and 32 other bytes in the middle of the one before',
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      const closed = `mariadb --execute='FLUSH BINARY LOGS'
tail -n 2 ${quote(`${folder}/binlog.index`)} | head -n 1`;
      const log = (await asRoot(host, closed, { signal })).trim();
      await asRoot(host, read(log), { signal });
      await progress.halfway();
      await asRoot(
        host,
        `dd if=/dev/urandom of=${quote(log)} bs=1 seek=$(($(stat -c %s ${quote(log)}) / 2)) count=32 conv=notrunc,fsync status=none`,
        { signal },
      );
      damaged = log;
    },

    prove: async (signal) => {
      if (damaged === undefined)
        return { result: 'skipped', observed: `no binary log of ${instance} was touched` };
      const { code, stderr } = await tryAsRoot(host, read(damaged), { signal });
      const words = stderr.trim().split('\n').at(-1) ?? '';
      const observed = `${damaged} on ${instance} ${code === 0 ? 'can be read to its end' : `cannot be read to its end: ${words}`}`;
      return { result: code === 0 ? 'skipped' : 'installed', observed };
    },
  };
}
