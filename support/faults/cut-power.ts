import type { Instance, Instances } from '../cloud/instances';
import { untilInstance } from '../cloud/until-state';
import type { Fault } from '../drill/fault';
import { minutes, seconds } from '../drill/time';
import type { Shell } from '../hosts/shell';
import { asRoot } from './as-root';
import { unitState } from './unit-state';

export interface CutPowerTarget {
  /** The instance's name in the environment. */
  readonly instance: string;
  /** The application's systemd unit. */
  readonly unit: string;
  readonly host: Shell;
  readonly instances: Pick<Instances, 'find' | 'describe' | 'stop'>;
  /** Whether something still answers at the instance's address, seen from another instance. */
  readonly answers: (signal: AbortSignal) => Promise<boolean>;
  /** Starts the instance if it is stopped, and waits until it is initialised. */
  readonly start: (signal: AbortSignal) => Promise<void>;
}

/**
 * Stops an instance without a shutdown of its operating system, as a loss of power does: what was not synced is gone,
 * on the root disk and on the data volume. Reverting starts the instance if it is stopped, and its unit if it ran.
 */
export function cutPower({ instance, unit, host, instances, answers, start }: CutPowerTarget): Fault {
  let cut: { readonly instance: Instance; readonly unitWasActive: boolean } | undefined;
  const running = async (signal: AbortSignal): Promise<Instance> => {
    const found = await instances.find({ Name: instance }, signal);
    const [only] = found;
    if (only?.state === 'running' && found.length === 1) return only;
    const seen = found.map(({ id, state }) => `${id} ${state}`).join(', ') || 'none';
    throw new Error(`expected one running instance named ${instance}, found ${seen}`);
  };
  return {
    name: 'cut-power',
    plan: async () => {
      const { id } = await running(AbortSignal.timeout(seconds(30)));
      return [
        {
          target: `${instance} (${id})`,
          change: 'stop it without a shutdown of its operating system',
          revert: `start the instance if it is stopped, and ${unit} if it ran`,
        },
      ];
    },

    inject: async (signal) => {
      const [found, before] = await Promise.all([running(signal), unitState(host, unit, { signal })]);
      // Noted before it is asked for: the answer may be lost after the power was cut.
      cut = { instance: found, unitWasActive: before.ActiveState === 'active' };
      await instances.stop(found.id, 'cut', signal);
    },

    prove: async (signal) => {
      if (cut === undefined) return { result: 'skipped', observed: `${instance} never lost its power` };
      const { id } = cut.instance;
      try {
        const { state } = await untilInstance(instances, id, 'stopped', { deadline: minutes(2), signal });
        const alive = await answers(signal);
        const observed = `EC2 says ${instance} (${id}) is ${state}; its address ${alive ? 'still answers' : 'does not answer'} from another instance`;
        return { result: alive ? 'indeterminate' : 'installed', observed };
      } catch (error) {
        signal.throwIfAborted();
        return { result: 'indeterminate', observed: error instanceof Error ? error.message : String(error) };
      }
    },

    revert: async (signal) => {
      if (cut === undefined) return;
      const { state } = await instances.describe(cut.instance.id, signal);
      if (state !== 'running') await start(signal);
      if (!cut.unitWasActive) return;
      const now = await unitState(host, unit, { signal });
      if (now.ActiveState !== 'active') await asRoot(host, `systemctl start ${unit}`, { signal });
    },
  };
}
