import { untilVolume, volumeExists } from '../../cloud/until-state';
import type { Volume, Volumes } from '../../cloud/volumes';
import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { minutes, seconds } from '../../drill/time';
import { quote, type Shell } from '../../hosts/shell';
import { tryAsRoot } from '../../hosts/as-root';
import { untilSeen } from '../until-seen';

export interface DeleteVolumeTarget {
  readonly instance: string;
  readonly mount: string;
  readonly host: Shell;
  readonly volumes: Pick<Volumes, 'find' | 'describe' | 'detach' | 'delete'>;
  /** The instance's data volume. */
  readonly dataVolume: (signal: AbortSignal) => Promise<Volume>;
  readonly environmentLease: LeasePart;
}

/**
 * Detaches the data volume by force while it is mounted and deletes it, as one whose hardware is lost is gone for good:
 * nothing is left of it but its snapshots, and only the golden snapshot brings the environment back.
 */
export function deleteVolume(target: DeleteVolumeTarget): Fault {
  const { instance, mount, host, volumes, dataVolume, environmentLease } = target;
  let lost: Volume | undefined;
  return {
    name: 'delete-volume',
    strikes: [instance],
    plan: async () => {
      const { id, attachment } = await dataVolume(AbortSignal.timeout(seconds(30)));
      return [
        {
          target: `${id} of ${instance} (${attachment?.instanceId ?? 'attached to nothing'})`,
          change: `detach it by force while it is mounted at ${mount}, and delete it`,
          revert: `nothing less: ${environmentLease.description}`,
        },
      ];
    },

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      const volume = await dataVolume(signal);
      lost = volume;
      await volumes.detach(volume.id, true, signal);
      await progress.halfway();
      await untilVolume(volumes, volume.id, 'available', { deadline: minutes(2), signal });
      await volumes.delete(volume.id, signal);
    },

    prove: async (signal) => {
      if (lost === undefined) return { result: 'skipped', observed: `no volume of ${instance} was deleted` };
      const { id } = lost;
      return untilSeen(`${id} of ${instance} to be gone`, minutes(1), signal, async (attempt) => {
        const exists = await volumeExists(volumes, id, attempt);
        const { code } = await tryAsRoot(host, readOf(mount), { signal: attempt });
        const seen = `EC2 ${exists ? 'still knows' : 'knows no'} ${id} of ${instance}; reading it there ${code === 0 ? 'works' : 'fails'}`;
        return !exists && code !== 0 ? { value: seen } : { seen };
      });
    },
  };
}

/** Past the cache, from the device that is mounted. */
const readOf = (mount: string): string =>
  `dd if="$(findmnt --noheadings --output SOURCE --mountpoint ${quote(mount)} | head -n1)" of=/dev/null bs=4k count=1 iflag=direct`;
