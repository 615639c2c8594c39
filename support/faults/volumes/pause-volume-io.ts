import type { IoPauses } from '../../cloud/io-pauses';
import type { CloudLeases } from '../../cloud/lease/cloud-leases';
import type { Volume, Volumes } from '../../cloud/volumes';
import type { Fault } from '../../drill/fault';
import { milliseconds, minutes, seconds, type Milliseconds } from '../../drill/time';
import { waitUntil } from '../../drill/wait-until';
import { quote, type Shell } from '../../hosts/shell';
import { tryAsRoot } from '../../hosts/as-root';
import { cloudLease } from '../cloud-lease-part';
import { reachLease } from '../host-lease-part';
import { untilSeen } from '../until-seen';

export interface PauseVolumeIoTarget {
  readonly instance: string;
  readonly mount: string;
  /** After that the cloud itself ends it. */
  readonly atMost: Milliseconds;
  /** ARN of the role by which AWS Fault Injection Service pauses. */
  readonly role: string;
  readonly host: Shell;
  readonly volumes: Pick<Volumes, 'status'>;
  readonly ioPauses: IoPauses;
  readonly cloudLeases: CloudLeases;
  /** The instance's data volume. */
  readonly dataVolume: (signal: AbortSignal) => Promise<Volume>;
}

/**
 * Pauses all I/O of the data volume, as a storage that does not answer: reads and writes hang and fail in nothing, and
 * processes that wait for one cannot be killed. Reverting lets them go on.
 */
export function pauseVolumeIo(target: PauseVolumeIoTarget): Fault {
  const { instance, mount, atMost, role, host, volumes, ioPauses, cloudLeases, dataVolume } = target;
  let paused: Volume | undefined;
  return {
    name: 'pause-volume-io',
    strikes: [instance],
    plan: async () => {
      const { id, attachment } = await dataVolume(AbortSignal.timeout(seconds(30)));
      return [
        {
          target: `${id} of ${instance} (${attachment?.instanceId ?? 'attached to nothing'})`,
          change: `pause its I/O by AWS Fault Injection Service as ${role}, for ${String(atMost / minutes(1))} minutes at most`,
          revert: 'stop that experiment and delete its template: the I/O goes on',
        },
      ];
    },

    leases: async (signal) => {
      const { id } = await dataVolume(signal);
      return [reachLease(host, instance), cloudLease(cloudLeases, id, { do: 'resume-io' })];
    },

    inject: async (_, progress, signal) => {
      paused = await dataVolume(signal);
      const experiment = await ioPauses.start(paused.id, { duration: atMost, role }, signal);
      await progress.halfway();
      await waitUntil({
        subject: `${experiment} to pause the I/O of ${paused.id}`,
        deadline: minutes(2),
        interval: milliseconds(200),
        attempt: seconds(10),
        signal,
        observe: async (attempt) => {
          const { state, reason } = await ioPauses.describe(experiment, attempt);
          if (state === 'running') return { value: state };
          const seen = `it is ${state}: ${reason}`;
          return state === 'pending' || state === 'initiating' ? { seen } : { hopeless: seen };
        },
      });
    },

    prove: async (signal) => {
      if (paused === undefined)
        return { result: 'skipped', observed: `no I/O of ${instance}'s volume was paused` };
      const { id } = paused;
      return untilSeen(`a read of ${id} on ${instance} to hang`, seconds(30), signal, async (attempt) => {
        const [status, { stdout, stderr }] = await Promise.all([
          volumes.status(id, attempt),
          tryAsRoot(host, readFor(mount), { signal: attempt }),
        ]);
        const read = stdout.trim() || stderr.trim() || 'nothing';
        const seen = `a read of ${id} on ${instance} ${read}, and EC2 calls the volume ${status}`;
        return read.startsWith('hangs') && status === 'impaired' ? { value: seen } : { seen };
      });
    },
  };
}

/** How long a read that hangs is waited for. A disk answers within milliseconds. */
const PATIENCE_SECONDS = 2;

/** A read past the cache. What hangs in it cannot be killed, so nobody waits for it; it ends with the pause. */
const readFor = (mount: string): string => `
source=$(findmnt --noheadings --output SOURCE --mountpoint ${quote(mount)} | head -n1)
dd if="$source" of=/dev/null bs=4k count=1 iflag=direct </dev/null >/dev/null 2>&1 &
for tenth in $(seq ${String(PATIENCE_SECONDS * 10)}); do
  kill -0 $! 2>/dev/null || { wait $! && echo 'ends well' || echo 'fails'; exit 0; }
  sleep 0.1
done
echo 'hangs for ${String(PATIENCE_SECONDS)} s'`;
