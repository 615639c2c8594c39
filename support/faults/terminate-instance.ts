import type { Instance, Instances } from '../cloud/instances';
import type { Fault } from '../drill/fault';
import type { LeasePart } from '../drill/lease';
import { minutes, seconds } from '../drill/time';
import { runningInstance, withVolumes } from './running-instance';
import { untilSeen } from './until-seen';

export interface TerminateInstanceTarget {
  /** The instance's name in the environment. */
  readonly instance: string;
  readonly instances: Pick<Instances, 'find' | 'describe' | 'terminate'>;
  /** Whether something still answers at the instance's address, seen from another instance. */
  readonly answers: (signal: AbortSignal) => Promise<boolean>;
  readonly environmentLease: LeasePart;
}

/**
 * Terminates an instance without a shutdown of its operating system, as the loss of its hardware does: what was not
 * synced is gone, and lock files stay on the data volume. Nothing brings it back but the golden snapshot.
 */
export function terminateInstance(target: TerminateInstanceTarget): Fault {
  const { instance, instances, answers, environmentLease } = target;
  let lost: Instance | undefined;
  return {
    name: 'terminate-instance',
    strikes: [instance],
    plan: async () => {
      const found = await runningInstance(instances, instance, AbortSignal.timeout(seconds(30)));
      return [
        {
          target: withVolumes(instance, found),
          change:
            'terminate it without a shutdown of its operating system: what was not synced is lost, and volumes that are deleted on termination are',
          revert: `nothing less: ${environmentLease.description}`,
        },
      ];
    },

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      const found = await runningInstance(instances, instance, signal);
      lost = found;
      await instances.terminate([found.id], 'cut', signal);
      await progress.halfway();
    },

    prove: async (signal) => {
      const { id } = lost ?? {};
      if (id === undefined) return { result: 'skipped', observed: `${instance} was never terminated` };
      return untilSeen(
        `${instance} (${id}) to be terminated and silent`,
        minutes(2),
        signal,
        async (attempt) => {
          const { state } = await instances.describe(id, attempt);
          if (state !== 'terminated') return { seen: `EC2 says it is ${state}` };
          const seen = `EC2 says ${instance} (${id}) is ${state}; its address`;
          const alive = await answers(attempt);
          return alive
            ? { seen: `${seen} still answers from another instance` }
            : { value: `${seen} does not answer from another instance` };
        },
      );
    },
  };
}
