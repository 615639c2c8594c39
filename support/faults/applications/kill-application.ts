import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { quote, type Shell } from '../../hosts/shell';
import { tryAsRoot } from '../../hosts/as-root';
import { ballastOf } from '../ballast';
import { hostLease } from '../host-lease-part';
import { unitState, type UnitState } from '../../hosts/unit-state';
import { untilSeen } from '../until-seen';

export interface KillApplicationTarget {
  readonly instance: string;
  /** The application's systemd unit. */
  readonly unit: string;
  /** What a killed process leaves and what keeps the next one from starting. */
  readonly staleFiles: readonly string[];
  /** Where its data volume is mounted. */
  readonly mount: string;
  readonly host: Shell;
  /** `jira (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** Kills an application's main process and all of its control group with SIGKILL: no handler runs, nothing is flushed. */
export function killApplication(target: KillApplicationTarget): Fault {
  const { instance, unit, staleFiles, mount, host, named } = target;
  // Applications do not start on a full volume: slapd, for one, tries whether it can write.
  const ballast = ballastOf(mount);
  let killed: number | undefined;
  return {
    name: 'kill-application',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${unit}`,
        change: `SIGKILL to every process of the unit, beside 1 MiB of ballast on ${mount}`,
        revert: `remove the ballast, start ${unit} if it ran and does not run${withoutStale(staleFiles)}`,
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `start ${unit} if it is not running`, {
          holds: [`unit ${unit}`],
          note: `systemctl is-active ${unit} > state || { echo "${unit} is $(cat state): there is nothing to kill"; exit 1; }
${ballast.take}`,
          // Synced: after a loss of power, what is not on disk comes back, and the lease does not.
          revert: `${ballast.giveBack}\nsync -f ${quote(mount)}\n${startAgain(unit, staleFiles)}`,
          // Of what it does, the ballast outlives a reboot.
          lasts: { at: mount },
        }),
      ]),

    inject: async ({ id }, progress, signal) => {
      const main = await injectOnHost(
        host,
        id,
        `systemctl show ${unit} --property=MainPID --value | tee killed
systemctl kill --kill-whom=main --signal=SIGKILL ${unit}`,
        { signal },
      );
      const pid = Number(main.trim());
      if (!(pid > 0)) throw new Error(`${unit} on ${instance} has no main process: nothing was killed`);
      killed = pid;
      await progress.halfway();
      // Systemd may have ended the rest by itself.
      await injectOnHost(
        host,
        id,
        `systemctl kill --kill-whom=all --signal=SIGKILL ${unit} 2>/dev/null || true`,
        { signal },
      );
    },

    prove: async (signal) => {
      const pid = killed;
      if (pid === undefined)
        return { result: 'skipped', observed: `${unit} on ${instance} was never killed` };
      const exists = async (attempt: AbortSignal): Promise<boolean> =>
        (await tryAsRoot(host, `test -d /proc/${String(pid)}`, { signal: attempt })).code === 0;
      // The kernel tells systemd after the signal was sent, so its answer may come a moment late.
      return untilSeen(
        `${unit} on ${instance} to have been ended by SIGKILL`,
        seconds(10),
        signal,
        async (attempt) => {
          const state = await unitState(host, unit, { signal: attempt });
          const alive = await exists(attempt);
          const seen = `${unit} on ${instance}: ${describe(state)}, process ${String(pid)} is ${alive ? 'there' : 'gone'}`;
          const installed = !alive && state.Result === 'signal' && state.ExecMainStatus === '9';
          return installed ? { value: seen } : { seen };
        },
      );
    },
  };
}

/**
 * Starts a unit that was active when `state` was noted. A lock is stale only when nothing is running or starting. While
 * systemd has not yet heard that the process `killed` is dead, it calls the unit active: it is stopped to its end then.
 */
export const startAgain = (unit: string, staleFiles: readonly string[]): string => `
[ "$(cat state 2>/dev/null)" = active ] || exit 0
[ ! -s killed ] || [ "$(cat killed)" != "$(systemctl show ${unit} --property=MainPID --value)" ] || {
  systemctl kill --kill-whom=all --signal=SIGKILL ${unit} 2>/dev/null || true
  systemctl stop ${unit}
}
case $(systemctl is-active ${unit} || true) in
  active) echo '${unit} runs'; exit 0 ;;
  inactive | failed) ${staleFiles.length === 0 ? ':' : `rm -f -- ${staleFiles.map(quote).join(' ')}`} ;;
esac
systemctl reset-failed ${unit} 2>/dev/null || true
systemctl start ${unit}
echo '${unit} was started'
`;

const withoutStale = (files: readonly string[]): string =>
  files.length === 0 ? '' : `, without ${files.join(', ')}`;

const describe = (state: UnitState): string =>
  `${state.ActiveState ?? 'unknown'} (result ${state.Result ?? '?'}, main process ${state.MainPID ?? '?'}, last status ${state.ExecMainStatus ?? '?'})`;
