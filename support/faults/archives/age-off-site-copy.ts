import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';

export interface AgeOffSiteCopyTarget {
  readonly instance: string;
  /** The folder of restic's repository. */
  readonly root: string;
  /** How much older everything in it becomes. */
  readonly hours: number;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `offsite (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** Sets back when each of these files was last written; the order in which they were written is kept. */
const setBack = (root: string, tests: string, hours: number): string =>
  `find ${quote(root)} -type f ${tests} -exec sh -euc 'for file; do touch --date="@$(($(stat --format %Y "$file") - ${String(hours * 3600)}))" "$file"; done' sh {} +`;

/**
 * Makes every file of the off-site store as old as if nothing had been stored for so many hours: what is left of archives that
 * did not come about. Bytes and names are as they were. The golden snapshot takes it back.
 */
export function ageOffSiteCopy(target: AgeOffSiteCopyTarget): Fault {
  const { instance, root, hours, host, environmentLease, named } = target;
  const snapshots = `-path ${quote(`${root}/snapshots/*`)}`;
  let begun = false;
  return {
    name: 'age-off-site-copy',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${root}`,
        change: `set back by ${String(hours)} h when each file was last written`,
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      const copies = Number(
        await asRoot(host, `find ${quote(root)} -type f ${snapshots} | wc -l`, { signal }),
      );
      if (copies === 0) throw new Error(`there is no copy in ${root} on ${instance} that could be old`);
      begun = true;
      const options = { signal, timeout: seconds(60) };
      await asRoot(host, setBack(root, `-not ${snapshots}`, hours), options);
      await progress.halfway();
      await asRoot(host, setBack(root, snapshots, hours), options);
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `nothing in ${root} on ${instance} was touched` };
      const look = `date +%s; find ${quote(root)} -type f -printf '%T@\\n' | sort --numeric-sort | tail --lines 1`;
      const [now = NaN, last = NaN] = (await asRoot(host, look, { signal })).trim().split('\n').map(Number);
      const age = (now - last) / 3600;
      return {
        result: age >= hours ? 'installed' : age < hours ? 'skipped' : 'indeterminate',
        observed: `the youngest file in ${root} on ${instance} was written ${age.toFixed(1)} h ago`,
      };
    },
  };
}
