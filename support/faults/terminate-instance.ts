import type { Instance, Instances } from '../cloud/instances';
import type { Fault } from '../drill/fault';
import { milliseconds, minutes, seconds } from '../drill/time';
import { waitUntil } from '../drill/wait-until';

export interface TerminateInstanceTarget {
  /** The instance's name in the environment. */
  readonly instance: string;
  readonly instances: Pick<Instances, 'find' | 'describe' | 'terminate'>;
  /** Whether something still answers at the instance's address, seen from another instance. */
  readonly answers: (signal: AbortSignal) => Promise<boolean>;
  /** Runs a new instance on the data volume and starts what ran on it. */
  readonly replace: (signal: AbortSignal) => Promise<void>;
}

/**
 * Terminates an instance without a shutdown of its operating system, as the loss of its hardware does: what was not
 * synced is gone, and lock files stay on the data volume. Reverting runs a new instance, unless one is there again.
 */
export function terminateInstance({ instance, instances, answers, replace }: TerminateInstanceTarget): Fault {
  let lost: Instance | undefined;
  const current = (signal: AbortSignal): Promise<readonly Instance[]> =>
    instances.find({ Name: instance }, signal);
  const serving = (found: readonly Instance[]): Instance | undefined =>
    found.find(({ state }) => state === 'running' || state === 'pending');
  return {
    name: 'terminate-instance',
    plan: async () => {
      const found = serving(await current(AbortSignal.timeout(seconds(30))));
      return [
        {
          target: `${instance} (${found?.id ?? 'not running'})`,
          change: 'terminate it without a shutdown of its operating system',
          revert: 'run a new instance of the same image, with the same address, on the same data volume',
        },
      ];
    },

    inject: async (signal) => {
      const found = await current(signal);
      const running = serving(found);
      if (running === undefined || found.length !== 1) {
        const seen = found.map(({ id, state }) => `${id} ${state}`).join(', ') || 'none';
        throw new Error(`expected one running instance named ${instance}, found ${seen}`);
      }
      lost = running;
      await instances.terminate([running.id], 'cut', signal);
    },

    prove: async (signal) => {
      const target = lost;
      if (target === undefined) return { result: 'skipped', observed: `${instance} was never terminated` };
      try {
        const state = await waitUntil<string>({
          subject: `${instance} (${target.id}) to be terminated`,
          deadline: minutes(2),
          interval: milliseconds(500),
          attempt: seconds(10),
          signal,
          observe: async (attempt) => {
            const { state: seen } = await instances.describe(target.id, attempt);
            return seen === 'terminated' ? { value: seen } : { seen };
          },
        });
        const alive = await answers(signal);
        const observed = `EC2 says ${instance} (${target.id}) is ${state}; its address ${alive ? 'still answers' : 'does not answer'} from another instance`;
        return { result: alive ? 'indeterminate' : 'installed', observed };
      } catch (error) {
        signal.throwIfAborted();
        return { result: 'indeterminate', observed: error instanceof Error ? error.message : String(error) };
      }
    },

    revert: async (signal) => {
      if (lost === undefined) return;
      if (serving(await current(signal)) === undefined) await replace(signal);
    },
  };
}
