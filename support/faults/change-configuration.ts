import type { Fault } from '../drill/fault';
import { seconds } from '../drill/time';
import { injectOnHost } from '../hosts/lease/host-lease';
import type { HostLeaseScripts } from '../hosts/lease/lease-scripts';
import { quote, type Shell } from '../hosts/shell';
import { asRoot } from './as-root';
import { ballastOf } from './ballast';
import { hostLease } from './host-lease-part';
import { startAgain } from './kill-application';
import { unitState } from './unit-state';
import { untilSeen } from './until-seen';

export interface ChangeConfigurationTarget {
  readonly instance: string;
  /** The application's systemd unit, which reads the file when it starts. */
  readonly unit: string;
  readonly staleFiles: readonly string[];
  readonly configuration: { readonly file: string; readonly mistake: string };
  /** Where its data volume is mounted. */
  readonly mount: string;
  readonly host: Shell;
  /** `jira (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Rolls out a bad configuration: adds a line with a mistake to the application's configuration file and restarts it, so
 * that it does not come up. Reverting gives the file the bytes that it had and starts the application if it ran. A boot
 * needs no revert: init installs the declared file before anything reads it.
 */
export function changeConfiguration(target: ChangeConfigurationTarget): Fault {
  const { instance, unit, mount, configuration, host, named } = target;
  const { file, mistake } = configuration;
  const path = quote(file);
  let begun = false;
  return {
    name: 'change-configuration',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${file}`,
        change: `add the line "${mistake}", and restart ${unit}, beside 1 MiB of ballast on ${mount}`,
        revert: `remove the ballast, give back the bytes that it had, start ${unit} if it ran and does not run`,
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(
          host,
          instance,
          `give back ${file}, and start ${unit} if it is not running`,
          configurationLease(target),
        ),
      ]),

    inject: async ({ id }, progress, signal) => {
      begun = true;
      await injectOnHost(host, id, `printf '%s\\n' ${quote(mistake)} >> ${path}\nsync ${path}`, { signal });
      await progress.halfway();
      // It may say that the unit failed, which is what is wanted.
      await injectOnHost(host, id, `systemctl restart ${unit} || true`, { signal, timeout: seconds(60) });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `${file} on ${instance} was not touched` };
      return untilSeen(`${unit} on ${instance} not to start`, seconds(20), signal, async (attempt) => {
        const state = await unitState(host, unit, { signal: attempt });
        const lines = await asRoot(host, `grep -cxF ${quote(mistake)} ${path} || true`, { signal: attempt });
        const there = lines.trim() === '1';
        const seen = `${file} on ${instance} has ${there ? '' : 'not '}the line "${mistake}"; ${unit} is ${state.ActiveState ?? 'unknown'}, last status ${state.ExecMainStatus ?? '?'}`;
        if (!there) return { hopeless: seen };
        return state.ActiveState === 'failed' ? { value: seen } : { seen };
      });
    },
  };
}

/** What is armed on the host before the file is touched. */
export function configurationLease({
  unit,
  staleFiles,
  mount,
  configuration: { file, mistake },
}: Pick<ChangeConfigurationTarget, 'unit' | 'staleFiles' | 'mount' | 'configuration'>): HostLeaseScripts {
  const path = quote(file);
  // Applications do not start on a full volume: slapd, for one, tries whether it can write.
  const ballast = ballastOf(mount);
  return {
    holds: [`unit ${unit}`, `file ${file}`],
    note: `systemctl is-active ${unit} > state || { echo "${unit} is $(cat state): a restart would show nothing"; exit 1; }
! grep -qxF ${quote(mistake)} ${path} || { echo '${file} has that line already'; exit 1; }
cp --preserve=all ${path} before
${ballast.take}`,
    revert: `${ballast.giveBack}
sync -f ${quote(mount)}
[ -e before ] || exit 0
if ! cmp -s before ${path}; then
  cat before > ${path}
  sync ${path}
  echo '${file} has the bytes that it had'
fi
${startAgain(unit, staleFiles)}`,
    // Of what it does, the ballast outlives a reboot.
    lasts: { at: mount },
  };
}
