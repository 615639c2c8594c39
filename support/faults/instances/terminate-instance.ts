import type { InstanceId } from '../../cloud/ids';
import type { Instance, Instances } from '../../cloud/instances';
import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { minutes, seconds } from '../../drill/time';
import { runningInstance, withVolumes } from '../../cloud/running-instance';
import { untilSeen } from '../until-seen';

/** An instance that is struck. */
export interface StruckInstance {
  /** Its name in the environment. */
  readonly instance: string;
  /** Whether something still answers at its address, seen from another place. */
  readonly answers: (signal: AbortSignal) => Promise<boolean>;
}

export interface TerminateInstanceTarget {
  /** At least one; what fails with the hardware below them fails at once. */
  readonly struck: readonly StruckInstance[];
  readonly instances: Pick<Instances, 'find' | 'describe' | 'terminate'>;
  readonly environmentLease: LeasePart;
}

/**
 * Terminates instances without a shutdown of their operating system, as the loss of their hardware does: what was not
 * synced is gone, and lock files stay on the data volumes. Nothing brings them back but the golden snapshot.
 */
export function terminateInstance({ struck, instances, environmentLease }: TerminateInstanceTarget): Fault {
  const names = struck.map(({ instance }) => instance);
  const running = (signal: AbortSignal): Promise<readonly Instance[]> =>
    Promise.all(names.map((name) => runningInstance(instances, name, signal)));
  let lost: readonly Instance[] | undefined;
  return {
    name: 'terminate-instance',
    strikes: names,
    plan: async () => {
      const found = await running(AbortSignal.timeout(seconds(30)));
      return found.map((instance, index) => ({
        target: withVolumes(names[index] ?? '', instance),
        change:
          'terminate it without a shutdown of its operating system: what was not synced is lost, and volumes that are deleted on termination are',
        revert: `nothing less: ${environmentLease.description}`,
      }));
    },

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      const found = await running(signal);
      lost = found;
      await instances.terminate(
        found.map(({ id }) => id),
        'cut',
        signal,
      );
      await progress.halfway();
    },

    prove: async (signal) => {
      const found = lost;
      if (found === undefined)
        return { result: 'skipped', observed: `${names.join(' and ')} was never terminated` };
      return untilSeen(
        `${names.join(' and ')} to be terminated and silent`,
        minutes(2),
        signal,
        async (attempt) => {
          const seen = await Promise.all(
            struck.map(({ instance, answers }, index) =>
              goneAs(instances, instance, found[index]?.id as InstanceId, answers, attempt),
            ),
          );
          const words = seen.map(({ words: each }) => each).join('; ');
          return seen.every(({ gone }) => gone) ? { value: words } : { seen: words };
        },
      );
    },
  };
}

async function goneAs(
  instances: Pick<Instances, 'describe'>,
  instance: string,
  id: InstanceId,
  answers: StruckInstance['answers'],
  signal: AbortSignal,
): Promise<{ readonly gone: boolean; readonly words: string }> {
  const { state } = await instances.describe(id, signal);
  const seen = `EC2 says ${instance} (${id}) is ${state}`;
  if (state !== 'terminated') return { gone: false, words: seen };
  const alive = await answers(signal);
  return {
    gone: !alive,
    words: `${seen}; its address ${alive ? 'still answers' : 'does not answer'} from another instance`,
  };
}
