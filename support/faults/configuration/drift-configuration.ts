import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import type { HostLeaseScripts } from '../../hosts/lease/lease-scripts';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot, tryAsRoot } from '../../hosts/as-root';
import { configurationLease, type ChangeConfigurationTarget } from './change-configuration';
import { hostLease } from '../host-lease-part';
import type { Witness } from '../network/connection';
import { untilSeen } from '../until-seen';

export interface DriftConfigurationTarget {
  readonly instance: string;
  readonly unit: string;
  readonly staleFiles: readonly string[];
  /** The file, a line that its software takes, and a command, run on another instance, that ends with 0 where it has effect. */
  readonly drift: { readonly file: string; readonly line: string; readonly effect: string };
  readonly mount: string;
  readonly host: Shell;
  readonly witness: Witness;
  /** `web (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Changes a declared file by hand and has the software take it: nothing breaks and nobody notices, but the host is no longer
 * what the configuration repository says. Reverting gives the file the bytes that it had, and has them taken.
 */
export function driftConfiguration(target: DriftConfigurationTarget): Fault {
  const { instance, unit, drift, host, witness, named } = target;
  const { file, line, effect } = drift;
  const path = quote(file);
  let begun = false;
  return {
    name: 'drift-configuration',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${file}`,
        change: `add the line "${line}" by hand, and reload ${unit}`,
        revert: `give back the bytes that it had, reload ${unit}`,
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `give back ${file}, and reload ${unit}`, driftLease(target)),
      ]),

    inject: async ({ id }, progress, signal) => {
      begun = true;
      await injectOnHost(host, id, `printf '%s\\n' ${quote(line)} >> ${path}\nsync ${path}`, { signal });
      await progress.halfway();
      await injectOnHost(host, id, `systemctl reload-or-restart ${unit}`, { signal, timeout: seconds(60) });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `${file} on ${instance} was not touched` };
      return untilSeen(`the change on ${instance} to have effect`, seconds(30), signal, async (attempt) => {
        const lines = await asRoot(host, `grep -cxF ${quote(line)} ${path} || true`, { signal: attempt });
        const there = lines.trim() === '1';
        const { code } = await tryAsRoot(witness.host, effect, { signal: attempt });
        const seen = `${file} on ${instance} has ${there ? '' : 'not '}the line "${line}"; seen from ${witness.instance}, it ${code === 0 ? 'has' : 'does not have'} effect`;
        if (!there) return { hopeless: seen };
        return code === 0 ? { value: seen } : { seen };
      });
    },
  };
}

/** As for a mistake in the file, and the running software takes what is back. */
export function driftLease({
  drift: { file, line },
  ...target
}: Pick<DriftConfigurationTarget, 'drift'> &
  Pick<ChangeConfigurationTarget, 'unit' | 'staleFiles' | 'mount'>): HostLeaseScripts {
  const lease = configurationLease({ ...target, configuration: { file, mistake: line } });
  return { ...lease, revert: `${lease.revert}\nsystemctl reload-or-restart ${target.unit}` };
}
