import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { ballastOf } from '../ballast';
import { hostLease } from '../host-lease-part';
import { startAgain } from './kill-application';
import { previousVersion, putInPlace } from './program-version';
import { untilSeen } from '../until-seen';

export interface InstallBadVersionTarget {
  readonly instance: string;
  /** The application's systemd unit. */
  readonly unit: string;
  readonly staleFiles: readonly string[];
  /** The program that the unit runs. */
  readonly program: string;
  /** Where its data volume is mounted. */
  readonly mount: string;
  readonly host: Shell;
  /** `confluence (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** What is new in it: an upgrade task that fails before the program serves anybody. */
const defect = `setTimeout(() => { throw new Error('Upgrade task for build 9013 failed: the update is defective'); }, 300);`;

/**
 * Installs a new version of an application that ends soon after each start, and has systemd start it again whenever it
 * ends, as units of services do: a crash loop. As an update should, it keeps the version before beside the new one.
 * Reverting gives back the program and the unit as they were.
 */
export function installBadVersion(target: InstallBadVersionTarget): Fault {
  const { instance, unit, staleFiles, mount, host, named } = target;
  const ballast = ballastOf(mount);
  const program = quote(target.program);
  const previous = quote(previousVersion(target.program));
  const candidate = quote(`${target.program}.candidate`);
  const folder = `/etc/systemd/system/${unit}.d`;
  const restarts = `${folder}/restart.conf`;
  let begun = false;
  return {
    name: 'install-bad-version',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${target.program}`,
        change: `put a version in its place that ends soon after each start, have systemd start ${unit} again whenever it ends, and restart it, beside 1 MiB of ballast on ${mount}`,
        revert: `remove the ballast, give back the program and the unit that were there, start ${unit} if it ran and does not run`,
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `give back ${target.program}, and start ${unit}`, {
          holds: [`unit ${unit}`, `file ${target.program}`],
          note: `systemctl is-active ${unit} > state || { echo "${unit} is $(cat state): a restart would show nothing"; exit 1; }
cp --preserve=all ${program} before
[ ! -e ${previous} ] || cp --preserve=all ${previous} before.previous
${ballast.take}`,
          revert: `${ballast.giveBack}
sync -f ${quote(mount)}
[ -e before ] || exit 0
rm -f ${restarts}
[ ! -d ${folder} ] || rmdir --ignore-fail-on-non-empty ${folder}
systemctl daemon-reload
if ! cmp -s before ${program}; then
  systemctl stop ${unit}
  cp --preserve=all before ${program}.new
  mv ${program}.new ${program}
  echo '${target.program} is what it was'
fi
rm -f ${previous} ${candidate}
[ ! -e before.previous ] || cp --preserve=all before.previous ${previous}
sync -f ${program}
${startAgain(unit, staleFiles)}`,
          // The program outlives a reboot, as the ballast does.
          lasts: { at: mount, before: unit },
        }),
      ]),

    inject: async ({ id }, progress, signal) => {
      begun = true;
      await injectOnHost(
        host,
        id,
        `mkdir -p ${folder}
printf '[Service]\\nRestart=always\\nRestartSec=1\\n' > ${restarts}
{ echo ${quote(defect)}; cat ${program}; } > ${candidate}
${putInPlace(target.program, `${target.program}.candidate`)}`,
        { signal },
      );
      await progress.halfway();
      await injectOnHost(host, id, `systemctl daemon-reload\nsystemctl restart ${unit} || true`, {
        signal,
        timeout: seconds(60),
      });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `no other version was installed on ${instance}` };
      const ask = `systemctl show ${unit} --property=NRestarts --value`;
      return untilSeen(
        `${unit} on ${instance} to be started again and again`,
        seconds(30),
        signal,
        async (attempt) => {
          const count = Number((await asRoot(host, ask, { signal: attempt })).trim());
          const seen = `systemd has started ${unit} on ${instance} again ${String(count)} times`;
          return count >= 2 ? { value: seen } : { seen };
        },
      );
    },
  };
}
