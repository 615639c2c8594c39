import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot, tryAsRoot } from '../../hosts/as-root';

export interface DamageSuperblockTarget {
  readonly instance: string;
  /** The application's systemd unit, which lets go of the volume when it is stopped. */
  readonly unit: string;
  readonly mount: string;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `jira (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Stops an application, unmounts its data volume and overwrites the primary superblock of the file system: it cannot be
 * mounted again. XFS keeps copies of it in its other allocation groups, from which xfs_repair brings it back.
 */
export function damageSuperblock(target: DamageSuperblockTarget): Fault {
  const { instance, unit, mount, host, environmentLease, named } = target;
  let device: string | undefined;
  return {
    name: 'damage-superblock',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${mount}`,
        change: `stop ${unit}, unmount ${mount}, and other bytes in the first 512 of the file system`,
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      const found = await asRoot(
        host,
        `findmnt --noheadings --output SOURCE --mountpoint ${quote(mount)}
systemctl kill --kill-whom=all --signal=SIGKILL ${unit}
systemctl stop ${unit} 'content-scrub@*.service'
umount ${quote(mount)}`,
        { signal, timeout: seconds(60) },
      );
      await progress.halfway();
      await asRoot(
        host,
        `dd if=/dev/urandom of=${quote(found.trim())} bs=512 count=1 conv=notrunc,fsync status=none`,
        { signal },
      );
      device = found.trim();
    },

    prove: async (signal) => {
      if (device === undefined)
        return { result: 'skipped', observed: `the file system of ${mount} on ${instance} was not touched` };
      const { code, stderr } = await tryAsRoot(
        host,
        `mount -t xfs -o nouuid,noatime ${quote(device)} ${quote(mount)}`,
        { signal },
      );
      const words = stderr.trim().split('\n').at(-1) ?? '';
      const observed = `${device} on ${instance} ${code === 0 ? 'could be mounted' : `cannot be mounted: ${words}`}`;
      return { result: code === 0 ? 'skipped' : 'installed', observed };
    },
  };
}
