import type { Snapshots } from '../../cloud/snapshots';
import { untilSnapshot } from '../../cloud/until-state';
import type { Fault } from '../../drill/fault';
import { minutes, seconds } from '../../drill/time';
import { damageSuperblock, type DamageSuperblockTarget } from './damage-superblock';
import { deleteVolume, type DeleteVolumeTarget } from './delete-volume';

export interface DeleteDamagedVolumeTarget extends DamageSuperblockTarget, DeleteVolumeTarget {
  readonly snapshots: Pick<Snapshots, 'create' | 'describe' | 'find'>;
  /** By which whoever recovers finds the snapshots of this instance, and a reset those of a drill. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Damages the file system of a data volume, takes a snapshot of it as a nightly job does that looks at nothing, and deletes
 * the volume: what is left is a last snapshot that cannot be mounted, and those before.
 */
export function deleteDamagedVolume(target: DeleteDamagedVolumeTarget): Fault {
  const { instance, snapshots, tags, dataVolume, environmentLease, named } = target;
  const damage = damageSuperblock(target);
  const deletion = deleteVolume(target);
  let observed: string | undefined;
  return {
    name: 'delete-damaged-volume',
    strikes: [instance],
    plan: async () => [
      {
        target: await named(AbortSignal.timeout(seconds(30))),
        change: 'damage the superblock of its file system, take a snapshot of it, and delete it',
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (terms, progress, signal) => {
      await damage.inject(terms, progress, signal);
      const proof = await damage.prove(signal);
      if (proof.result !== 'installed') throw new Error(proof.observed);
      const { id } = await dataVolume(signal);
      const made = await snapshots.create(id, `${instance}, damaged`, tags, signal);
      await untilSnapshot(snapshots, made.id, { deadline: minutes(5), signal });
      await deletion.inject(terms, { halfway: () => undefined }, signal);
      observed = `${proof.observed}; ${made.id} was taken of it then`;
    },

    prove: async (signal) => {
      const deleted = await deletion.prove(signal);
      return observed === undefined
        ? { result: 'skipped', observed: `the volume of ${instance} was not damaged and deleted` }
        : { ...deleted, observed: `${observed}; ${deleted.observed}` };
    },
  };
}
