import type { Instance, Instances } from '../../cloud/instances';
import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { minutes, seconds } from '../../drill/time';
import { runningInstance, withVolumes } from '../../cloud/running-instance';
import { untilSeen } from '../until-seen';

export interface PowerOffTarget {
  /** The instance's name in the environment. */
  readonly instance: string;
  readonly instances: Pick<Instances, 'find' | 'describe' | 'stop'>;
  /** Whether something still answers at the instance's address, seen from another instance. */
  readonly answers: (signal: AbortSignal) => Promise<boolean>;
}

interface PowerOff extends PowerOffTarget {
  readonly name: string;
  readonly power: 'shutdown' | 'cut';
  readonly change: string;
  readonly revert: (found: Instance) => string;
  /** Whether it loses what is on the instance's volumes and was not synced. */
  readonly loses: boolean;
  readonly leases: (found: Instance) => readonly LeasePart[];
}

/** What stopping an instance and cutting its power have in common: they differ in what is lost and what gives it back. */
export function powerOff({
  name,
  power,
  change,
  revert,
  loses,
  instance,
  instances,
  answers,
  leases,
}: PowerOff): Fault {
  let off: Instance | undefined;
  return {
    name,
    strikes: [instance],
    plan: async () => {
      const found = await runningInstance(instances, instance, AbortSignal.timeout(seconds(30)));
      const target = loses ? withVolumes(instance, found) : `${instance} (${found.id})`;
      return [{ target, change, revert: revert(found) }];
    },

    leases: async (signal) => leases(await runningInstance(instances, instance, signal)),

    inject: async (_, progress, signal) => {
      const found = await runningInstance(instances, instance, signal);
      off = found;
      await instances.stop(found.id, power, signal);
      await progress.halfway();
    },

    prove: async (signal) => {
      const { id } = off ?? {};
      if (id === undefined) return { result: 'skipped', observed: `${instance} was never stopped` };
      return untilSeen(
        `${instance} (${id}) to be stopped and silent`,
        minutes(2),
        signal,
        async (attempt) => {
          const { state } = await instances.describe(id, attempt);
          if (state !== 'stopped') return { seen: `EC2 says it is ${state}` };
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
