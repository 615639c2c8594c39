import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import type { HostLeaseScripts } from '../../hosts/lease/lease-scripts';
import { quote, type Shell } from '../../hosts/shell';
import type { Alteration } from './alterations';
import { asRoot, tryAsRoot } from '../../hosts/as-root';
import type { Witness } from '../network/connection';
import { hostLease } from '../host-lease-part';
import { untilSeen } from '../until-seen';

export interface AlterFileTarget {
  readonly instance: string;
  readonly address: string;
  readonly alteration: Alteration;
  readonly host: Shell;
  /** From where the change must show. */
  readonly witness: Witness;
  /** `web (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Puts other lines in the place of one that is declared, and has the service take them up: it goes on, and is weaker, or
 * shows something else. Reverting gives the file its bytes back. A boot needs no revert: init installs the declared file.
 */
export function alterFile(target: AlterFileTarget): Fault {
  const { instance, address, alteration, host, witness, named } = target;
  const { file, declared, altered, takeUp } = alteration;
  const look = `address=${address}; ${alteration.seen}`;
  let begun = false;
  return {
    name: 'alter-file',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${file}`,
        change: `put "${altered.map((line) => line.trim()).join('", "')}" in the place of "${declared.trim()}"`,
        revert: 'give back the bytes that it had',
      },
    ],

    leases: () =>
      Promise.resolve([hostLease(host, instance, `give back ${file}`, alterationLease(alteration))]),

    inject: async ({ id }, progress, signal) => {
      const before = await tryAsRoot(witness.host, look, { signal });
      if (before.code === 0) throw new Error(`${instance} looked altered before anything was done`);
      begun = true;
      await injectOnHost(host, id, replaceScript(alteration), { signal });
      await progress.halfway();
      await injectOnHost(host, id, takeUp, { signal });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `${file} on ${instance} was not touched` };
      return untilSeen(`${instance} to look altered`, seconds(20), signal, async (attempt) => {
        const lines = await asRoot(host, `grep -cxF ${quote(declared)} ${quote(file)} || true`, {
          signal: attempt,
        });
        const { code } = await tryAsRoot(witness.host, look, { signal: attempt });
        const shows = lines.trim() === '0' && code === 0;
        const seen = `${file} on ${instance} has "${declared.trim()}" ${lines.trim()} times; seen from ${witness.instance}, the change ${code === 0 ? 'shows' : 'does not show'}`;
        return shows ? { value: seen } : { seen };
      });
    },
  };
}

/** Writes the file anew; fails, with the file as it was, where the declared line is not there exactly once. */
export const replaceScript = ({ file, declared, altered }: Alteration): string =>
  `declared=${quote(declared)} altered=${quote(altered.join('\n'))} awk '
$0 == ENVIRON["declared"] { print ENVIRON["altered"]; found++; next } { print } END { exit found != 1 }' ${quote(file)} > altered
cat altered > ${quote(file)}
sync ${quote(file)}`;

/** What is armed on the host before the file is touched. */
export function alterationLease({ file, takeUp }: Pick<Alteration, 'file' | 'takeUp'>): HostLeaseScripts {
  const path = quote(file);
  return {
    holds: [`file ${file}`],
    note: `cp --preserve=all ${path} before`,
    revert: `[ -e before ] || exit 0
cmp -s before ${path} && { echo ${quote(`${file} has the bytes that it had`)}; exit 0; }
cat before > ${path}
sync ${path}
${takeUp}
echo ${quote(`${file} was given the bytes that it had`)}`,
  };
}
