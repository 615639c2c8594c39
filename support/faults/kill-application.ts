import type { Fault, ProofOfInjection } from '../drill/fault';
import { milliseconds, seconds } from '../drill/time';
import { waitUntil } from '../drill/wait-until';
import { asRoot, tryAsRoot } from './as-root';
import type { Shell } from '../hosts/shell';
import { unitState, type UnitState } from './unit-state';

export interface KillApplicationTarget {
  readonly instance: string;
  /** The application's systemd unit. */
  readonly unit: string;
  readonly host: Shell;
}

/** Kills an application's main process and all of its control group with SIGKILL: no handler runs, nothing is flushed. */
export function killApplication({ instance, unit, host }: KillApplicationTarget): Fault {
  let killed: number | undefined;
  return {
    name: 'kill-application',
    plan: () =>
      Promise.resolve([
        {
          target: `${instance}: ${unit}`,
          change: 'SIGKILL to every process of the unit',
          revert: `start ${unit} if it is not running`,
        },
      ]),

    inject: async (signal) => {
      const before = await unitState(host, unit, { signal });
      const pid = Number(before.MainPID ?? 0);
      if (before.ActiveState !== 'active' || pid === 0) {
        throw new Error(`${unit} on ${instance} is ${describe(before)}: there is nothing to kill`);
      }
      killed = pid;
      await asRoot(host, `systemctl kill --kill-whom=all --signal=SIGKILL ${unit}`, { signal });
    },

    prove: async (signal) => {
      const pid = killed;
      if (pid === undefined)
        return { result: 'skipped', observed: `${unit} on ${instance} was never killed` };
      const exists = async (attempt: AbortSignal): Promise<boolean> =>
        (await tryAsRoot(host, `test -d /proc/${String(pid)}`, { signal: attempt })).code === 0;
      try {
        // The kernel tells systemd after the signal was sent, so its answer may come a moment late.
        return await waitUntil<ProofOfInjection>({
          subject: `${unit} on ${instance} to have been ended by SIGKILL`,
          deadline: seconds(10),
          interval: milliseconds(100),
          attempt: seconds(5),
          signal,
          observe: async (attempt) => {
            const state = await unitState(host, unit, { signal: attempt });
            const alive = await exists(attempt);
            const seen = `${unit} on ${instance}: ${describe(state)}, process ${String(pid)} is ${alive ? 'there' : 'gone'}`;
            const installed = !alive && state.Result === 'signal' && state.ExecMainStatus === '9';
            return installed ? { value: { result: 'installed', observed: seen } } : { seen };
          },
        });
      } catch (error) {
        signal.throwIfAborted();
        return { result: 'indeterminate', observed: error instanceof Error ? error.message : String(error) };
      }
    },

    revert: async (signal) => {
      if (killed === undefined) return;
      const state = await unitState(host, unit, { signal });
      if (state.ActiveState !== 'active') await asRoot(host, `systemctl start ${unit}`, { signal });
    },
  };
}

const describe = (state: UnitState): string =>
  `${state.ActiveState ?? 'unknown'} (result ${state.Result ?? '?'}, main process ${state.MainPID ?? '?'}, last status ${state.ExecMainStatus ?? '?'})`;
