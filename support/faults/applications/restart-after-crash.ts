import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot, tryAsRoot } from '../../hosts/as-root';
import { ballastOf } from '../ballast';
import { hostLease } from '../host-lease-part';
import { startAgain } from './kill-application';
import { untilSeen } from '../until-seen';

export interface RestartAfterCrashTarget {
  readonly instance: string;
  /** The application's systemd unit. */
  readonly unit: string;
  /** What a killed process leaves and what keeps the next one from starting. */
  readonly staleFiles: readonly string[];
  /** A command, run on the instance, that prints the state which the application says it has. */
  readonly status: string;
  /** Where its data volume is mounted. */
  readonly mount: string;
  readonly host: Shell;
  /** `jira (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Kills an application by SIGKILL and starts it at once, as a service manager or somebody in a hurry does: the lock of
 * the dead process is still there, so the new one runs and serves nobody.
 */
export function restartAfterCrash(target: RestartAfterCrashTarget): Fault {
  const { instance, unit, staleFiles, status, mount, host, named } = target;
  const ballast = ballastOf(mount);
  const files = staleFiles.map(quote).join(' ');
  let begun = false;
  return {
    name: 'restart-after-crash',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${unit}`,
        change: `SIGKILL to every process of the unit, and start it with ${staleFiles.join(', ')} still there, beside 1 MiB of ballast on ${mount}`,
        revert: `remove the ballast, stop what was so started, remove ${staleFiles.join(', ')}, start ${unit}`,
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `start ${unit} without the lock of a process that is gone`, {
          holds: [`unit ${unit}`],
          note: `systemctl is-active ${unit} > state || { echo "${unit} is $(cat state): there is nothing to kill"; exit 1; }
${ballast.take}`,
          revert: `${ballast.giveBack}
sync -f ${quote(mount)}
[ "$(cat state 2>/dev/null)" = active ] || exit 0
# Whatever runs under another number was started by somebody else, who has seen to the lock.
if [ -e restarting ] && { [ ! -s restarted ] || [ "$(cat restarted)" = "$(systemctl show ${unit} --property=MainPID --value)" ]; }; then
  systemctl stop ${unit}
  rm -f -- ${files}
fi
${startAgain(unit, staleFiles)}`,
          lasts: { at: mount },
        }),
      ]),

    inject: async ({ id }, progress, signal) => {
      const options = { signal, timeout: seconds(60) };
      const main = await injectOnHost(
        host,
        id,
        `systemctl show ${unit} --property=MainPID --value | tee killed
systemctl kill --kill-whom=all --signal=SIGKILL ${unit}
systemctl stop ${unit}`,
        options,
      );
      if (!(Number(main.trim()) > 0)) throw new Error(`${unit} on ${instance} had no main process`);
      await asRoot(host, `ls -- ${files}`, { signal });
      await progress.halfway();
      await injectOnHost(
        host,
        id,
        `: > restarting
systemctl reset-failed ${unit} 2>/dev/null || true
systemctl start ${unit}
systemctl show ${unit} --property=MainPID --value > restarted`,
        options,
      );
      begun = true;
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `${unit} on ${instance} was not started again` };
      return untilSeen(`${instance} to say that it is locked`, seconds(20), signal, async (attempt) => {
        const { stdout } = await tryAsRoot(host, status, { signal: attempt });
        const seen = `${unit} on ${instance} runs again and says ${stdout.trim() || 'nothing'}`;
        return stdout.includes('"ERROR"') ? { value: seen } : { seen };
      });
    },
  };
}
