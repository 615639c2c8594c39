import { isNotFound } from '../../cloud/ec2-error';
import type { InstanceId, VolumeId } from '../../cloud/ids';
import type { Instance, Instances } from '../../cloud/instances';
import type { Snapshots } from '../../cloud/snapshots';
import { untilInstance, untilVolume, volumeExists } from '../../cloud/until-state';
import type { Volume, Volumes } from '../../cloud/volumes';
import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { minutes, seconds } from '../../drill/time';
import { archivesOf } from '../../environment/archives';
import { deleteSnapshots, drillOnly } from '../../environment/drill-snapshots';
import { runningInstance } from '../../cloud/running-instance';
import { untilSeen } from '../until-seen';

export interface DeleteWithBackupsTarget {
  /** The instances' names in the environment. */
  readonly names: readonly string[];
  readonly instances: Pick<Instances, 'find' | 'describe' | 'terminate'>;
  readonly volumes: Pick<Volumes, 'describe' | 'delete'>;
  readonly snapshots: Pick<Snapshots, 'find' | 'delete'>;
  readonly dataVolume: (name: string, signal: AbortSignal) => Promise<Volume>;
  /** Whether something still answers at an instance's address, seen from another instance. */
  readonly answers: (name: string, signal: AbortSignal) => Promise<boolean>;
  readonly environmentLease: LeasePart;
}

/**
 * Terminates instances, deletes their data volumes, and deletes the archives in the cloud: what somebody does who has got
 * hold of the account's key, or a script that was meant for another account. Of the snapshots only those of this drill are
 * deleted: without the golden ones nothing would bring the environment back.
 */
export function deleteWithBackups(target: DeleteWithBackupsTarget): Fault {
  const { names, instances, volumes, snapshots, dataVolume, answers, environmentLease } = target;
  const found = (signal: AbortSignal): Promise<readonly (readonly [string, Instance, Volume])[]> =>
    Promise.all(
      names.map(
        async (name) =>
          [name, await runningInstance(instances, name, signal), await dataVolume(name, signal)] as const,
      ),
    );
  let lost: readonly { readonly name: string; readonly instance: InstanceId; readonly volume: VolumeId }[] =
    [];
  return {
    name: 'delete-with-backups',
    strikes: names,
    plan: async () => {
      const there = await found(AbortSignal.timeout(seconds(30)));
      return [
        {
          target: there.map(([name, { id }, volume]) => `${name} (${id}), ${volume.id}`).join('; '),
          change: `terminate them, delete their data volumes, and every snapshot of this drill's archives`,
          revert: `nothing less: ${environmentLease.description}`,
        },
      ];
    },

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      const there = await found(signal);
      if (archivesOf(await snapshots.find(drillOnly, signal)).every(({ good }) => !good))
        throw new Error('this drill has no archive yet: nothing would be left to restore from');
      lost = there.map(([name, instance, volume]) => ({ name, instance: instance.id, volume: volume.id }));
      await deleteSnapshots(snapshots, drillOnly, signal);
      await instances.terminate(
        lost.map(({ instance }) => instance),
        'cut',
        signal,
      );
      await progress.halfway();
      await Promise.all(
        lost.map(async ({ instance, volume }) => {
          await untilInstance(instances, instance, 'terminated', { deadline: minutes(2), signal });
          try {
            await untilVolume(volumes, volume, 'available', { deadline: minutes(2), signal });
            await volumes.delete(volume, signal);
          } catch (error) {
            // One that goes with its instance is gone already.
            if (!isNotFound(error)) throw error;
          }
        }),
      );
    },

    prove: async (signal) => {
      if (lost.length === 0)
        return { result: 'skipped', observed: `nothing of ${names.join(', ')} was deleted` };
      const subject = `${names.join(', ')} to be gone with volumes and archives`;
      return untilSeen(subject, minutes(2), signal, async (attempt) => {
        const left = await Promise.all(
          lost.map(async ({ name, instance, volume }) => [
            ...((await instances.describe(instance, attempt)).state === 'terminated' ? [] : [instance]),
            ...((await volumeExists(volumes, volume, attempt)) ? [volume] : []),
            ...((await answers(name, attempt)) ? [`${name} still answers`] : []),
          ]),
        );
        const archives = archivesOf(await snapshots.find(drillOnly, attempt)).map(({ set }) => set);
        const there = [...left.flat(), ...archives];
        if (there.length > 0) return { seen: `there still is ${there.join(', ')}` };
        return {
          value: `EC2 says that ${lost.map(({ name, instance }) => `${name} (${instance})`).join(', ')} are terminated; ${lost.map(({ volume }) => volume).join(', ')} are deleted, no archive of this drill is left, and nothing answers at their addresses`,
        };
      });
    },
  };
}
