import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import type { HostLeaseScripts } from '../../hosts/lease/lease-scripts';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { ballastOf } from '../ballast';
import { hostLease } from '../host-lease-part';
import { startAgain } from '../applications/kill-application';
import { unitState } from '../../hosts/unit-state';
import { untilSeen } from '../until-seen';

export interface ChangeConfigurationTarget {
  readonly instance: string;
  /** The application's systemd unit, which reads the file when it starts. */
  readonly unit: string;
  readonly staleFiles: readonly string[];
  readonly configuration: { readonly file: string; readonly mistake: string };
  /** What becomes of the file; a line with a mistake unless told. */
  readonly change?: ConfigurationChange;
  /** Where its data volume is mounted. */
  readonly mount: string;
  readonly host: Shell;
  /** `jira (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** A way to make a configuration file a bad one: shell commands for the host, in which the path is quoted already. */
export interface ConfigurationChange {
  /** The fault that is named for it. */
  readonly fault: string;
  /** `add the line "…"` */
  readonly words: string;
  /** What the file then holds: `the line "…"`. */
  readonly holds: string;
  readonly make: (path: string) => string;
  /** Prints 1 when the file is so changed. */
  readonly look: (path: string) => string;
}

const mistakeAdded = (mistake: string): ConfigurationChange => ({
  fault: 'change-configuration',
  words: `add the line "${mistake}"`,
  holds: `the line "${mistake}"`,
  make: (path) => `printf '%s\\n' ${quote(mistake)} >> ${path}`,
  look: (path) => `grep -cxF ${quote(mistake)} ${path} || true`,
});

/** As many zero bytes as it had others: what a file system may leave of a file that was being written as power went. */
export const zeroed: ConfigurationChange = {
  fault: 'zero-configuration',
  words: 'zero bytes in the place of all that it holds',
  holds: 'nothing but zero bytes',
  make: (path) => `dd if=/dev/zero of=${path} bs=1 count="$(stat -c %s ${path})" conv=notrunc status=none`,
  look: (path) => `[ -s ${path} ] && [ "$(tr -d '\\0' < ${path} | wc -c)" = 0 ] && echo 1 || echo 0`,
};

/**
 * Rolls out a bad configuration: adds a line with a mistake to the application's configuration file and restarts it, so
 * that it does not come up. Reverting gives the file the bytes that it had and starts the application if it ran. A boot
 * needs no revert: init installs the declared file before anything reads it.
 */
export function changeConfiguration(target: ChangeConfigurationTarget): Fault {
  const { instance, unit, mount, configuration, host, named } = target;
  const { file, mistake } = configuration;
  const change = target.change ?? mistakeAdded(mistake);
  const path = quote(file);
  let begun = false;
  return {
    name: change.fault,
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${file}`,
        change: `${change.words}, and restart ${unit}, beside 1 MiB of ballast on ${mount}`,
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
      await injectOnHost(host, id, `${change.make(path)}\nsync ${path}`, { signal });
      await progress.halfway();
      // It may say that the unit failed, which is what is wanted.
      await injectOnHost(host, id, `systemctl restart ${unit} || true`, { signal, timeout: seconds(60) });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `${file} on ${instance} was not touched` };
      return untilSeen(`${unit} on ${instance} not to start`, seconds(20), signal, async (attempt) => {
        const state = await unitState(host, unit, { signal: attempt });
        const lines = await asRoot(host, change.look(path), { signal: attempt });
        const there = lines.trim() === '1';
        const seen = `${file} on ${instance} has ${there ? '' : 'not '}${change.holds}; ${unit} is ${state.ActiveState ?? 'unknown'}, last status ${state.ExecMainStatus ?? '?'}`;
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
