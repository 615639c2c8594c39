import type { InstanceId } from '../../cloud/ids';
import type { Instances } from '../../cloud/instances';
import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { minutes, seconds } from '../../drill/time';
import { runningInstance, withVolumes } from '../../cloud/running-instance';
import { untilSeen } from '../until-seen';

export interface RunWithoutMetadataTarget {
  readonly instance: string;
  readonly instances: Pick<Instances, 'find' | 'describe' | 'terminate' | 'consoleOutput'>;
  /** Waits until the lost one is gone, and runs a new one in its place, on its data volume, whose metadata service is turned off. */
  readonly runAgain: (signal: AbortSignal) => Promise<InstanceId>;
  readonly environmentLease: LeasePart;
}

/** What cloud-init says on the console of an instance to which nobody told anything. */
const TOLD_NOTHING = 'DataSourceNone';

/**
 * Terminates an instance without a shutdown of its operating system, and runs another in its place whose metadata service
 * answers nothing, as with `HttpEndpoint: disabled` in the account's defaults: nobody tells the new one who it is, whose
 * keys to let in, nor where its configuration lies. It stays so at each later boot.
 */
export function runWithoutMetadata(target: RunWithoutMetadataTarget): Fault {
  const { instance, instances, runAgain, environmentLease } = target;
  let made: InstanceId | undefined;
  return {
    name: 'run-without-metadata',
    strikes: [instance],
    plan: async () => {
      const found = await runningInstance(instances, instance, AbortSignal.timeout(seconds(30)));
      return [
        {
          target: withVolumes(instance, found),
          change:
            'terminate it without a shutdown of its operating system, and run another in its place whose metadata service is turned off',
          revert: `nothing less: ${environmentLease.description}`,
        },
      ];
    },

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      const { id } = await runningInstance(instances, instance, signal);
      await instances.terminate([id], 'cut', signal);
      await progress.halfway();
      made = await runAgain(signal);
    },

    prove: async (signal) => {
      const id = made;
      if (id === undefined) return { result: 'skipped', observed: `${instance} was never run again` };
      return untilSeen(
        `${instance} (${id}) to boot without its metadata`,
        minutes(2),
        signal,
        async (attempt) => {
          const { state, metadataEndpoint } = await instances.describe(id, attempt);
          const toldNothing = (await instances.consoleOutput(id, attempt)).includes(TOLD_NOTHING);
          const seen = `EC2 says ${instance} (${id}) is ${state}, and its metadata service ${metadataEndpoint ?? 'not described'}; its console ${toldNothing ? `says ${TOLD_NOTHING}: nobody told it anything` : `does not say ${TOLD_NOTHING}`}`;
          return state === 'running' && metadataEndpoint === 'disabled' && toldNothing
            ? { value: seen }
            : { seen };
        },
      );
    },
  };
}
