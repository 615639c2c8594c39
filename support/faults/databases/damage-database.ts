import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot, tryAsRoot } from '../../hosts/as-root';
import { unitState } from '../../hosts/unit-state';

export interface DamageDatabaseTarget {
  readonly instance: string;
  /** The database's systemd unit, and the file that it cannot start without. */
  readonly unit: string;
  readonly file: string;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `ldap (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** Enough for the first pages of InnoDB (16 KiB each) and for both meta pages of LMDB (4 KiB each). */
const KIBIBYTES = 64;

/**
 * Ends a database by SIGKILL and overwrites the first 64 KiB of its main file, as a fault of the storage does that takes
 * the program down with it. A snapshot brings the file back, or the golden snapshot.
 */
export function damageDatabase(target: DamageDatabaseTarget): Fault {
  const { instance, unit, file, host, environmentLease, named } = target;
  const head = `dd if=${quote(file)} bs=${String(KIBIBYTES)}K count=1 iflag=direct status=none | sha256sum`;
  let before: string | undefined;
  return {
    name: 'damage-database',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${file}`,
        change: `SIGKILL to every process of ${unit}, and other bytes in the first ${String(KIBIBYTES)} KiB`,
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      await asRoot(
        host,
        `systemctl kill --kill-whom=all --signal=SIGKILL ${unit} && systemctl stop ${unit}`,
        {
          signal,
        },
      );
      before = await asRoot(host, `sync ${quote(file)} && ${head}`, { signal });
      await progress.halfway();
      await asRoot(
        host,
        `dd if=/dev/urandom of=${quote(file)} bs=${String(KIBIBYTES)}K count=1 iflag=fullblock conv=notrunc,fsync status=none`,
        { signal },
      );
    },

    prove: async (signal) => {
      if (before === undefined)
        return { result: 'skipped', observed: `${file} on ${instance} was not touched` };
      const now = await asRoot(host, head, { signal });
      if (now === before)
        return { result: 'skipped', observed: `${file} on ${instance} has the bytes that it had` };
      // The database itself says that the damage is one.
      await tryAsRoot(host, `systemctl start ${unit}`, { signal, timeout: seconds(60) });
      const { ActiveState: state } = await unitState(host, unit, { signal });
      const observed = `${file} on ${instance} has other bytes on disk; ${unit}, started on it, is ${state ?? 'unknown'}`;
      return { result: state === 'failed' ? 'installed' : 'indeterminate', observed };
    },
  };
}
