import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';

export interface DamageIndexTarget {
  readonly instance: string;
  /** The folder of the application's search index. */
  readonly folder: string;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `jira (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** A block of the file system: what is appended later lies behind it. */
const BLOCK = 4096;

/**
 * Overwrites 32 bytes in the first block of each file of a search index, in place and synced, while the application
 * runs. The index is derived: the application makes it anew, when somebody has it do so.
 */
export function damageIndex(target: DamageIndexTarget): Fault {
  const { instance, folder, host, environmentLease, named } = target;
  const files = `find ${quote(folder)} -type f -size +${String(BLOCK)}c | sort`;
  const hashes = `${files} | while read -r file; do
  dd if="$file" bs=${String(BLOCK)} count=1 iflag=direct status=none | sha256sum | cut -c -64
done`;
  const lines = (text: string): readonly string[] => text.split('\n').filter(Boolean);
  let before: readonly string[] = [];
  return {
    name: 'damage-index',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${folder}`,
        change: `32 other bytes in the first block of each file larger than ${String(BLOCK)} bytes`,
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      const found = lines(await asRoot(host, `sync -f ${quote(folder)} && ${hashes}`, { signal }));
      if (found.length === 0) throw new Error(`${folder} on ${instance} has no index`);
      await progress.halfway();
      const damage = `${files} | while read -r file; do
  dd if=/dev/urandom of="$file" bs=1 seek=512 count=32 conv=notrunc,fsync status=none
done`;
      await asRoot(host, damage, { signal });
      before = found;
    },

    prove: async (signal) => {
      if (before.length === 0)
        return { result: 'skipped', observed: `the index in ${folder} on ${instance} was not touched` };
      const now = lines(await asRoot(host, hashes, { signal }));
      const changed = before.filter((hash) => !now.includes(hash)).length;
      const observed = `${String(changed)} of ${String(before.length)} files of the index in ${folder} on ${instance} have other bytes on disk`;
      if (changed === 0) return { result: 'skipped', observed };
      return { result: changed === before.length ? 'installed' : 'indeterminate', observed };
    },
  };
}
