import type { CloudLeases } from '../cloud/lease/cloud-leases';
import { untilVolume } from '../cloud/until-state';
import type { Volume, Volumes } from '../cloud/volumes';
import type { Fault } from '../drill/fault';
import { minutes, seconds } from '../drill/time';
import { quote, type Shell } from '../hosts/shell';
import { tryAsRoot } from './as-root';
import { cloudLease } from './cloud-lease-part';
import { hostLease } from './host-lease-part';
import { startAgain } from './kill-application';
import { mountAgain, noteMount } from './unmount-volume';

export interface DetachVolumeTarget {
  readonly instance: string;
  readonly mount: string;
  /** The application's systemd unit, which has files open on the volume. */
  readonly unit: string;
  readonly staleFiles: readonly string[];
  readonly host: Shell;
  readonly volumes: Pick<Volumes, 'describe' | 'detach'>;
  readonly cloudLeases: CloudLeases;
  /** The instance's data volume. */
  readonly dataVolume: (signal: AbortSignal) => Promise<Volume>;
}

/**
 * Detaches the data volume by force while it is mounted: every access fails from then on. Reverting attaches it as it
 * was; on the host it waits for the device, mounts it as it was mounted, and starts the application if it ran.
 */
export function detachVolume(target: DetachVolumeTarget): Fault {
  const { instance, mount, unit, staleFiles, host, volumes, cloudLeases, dataVolume } = target;
  let detached: Volume | undefined;
  return {
    name: 'detach-volume',
    strikes: [instance],
    plan: async () => {
      const { id, attachment } = await dataVolume(AbortSignal.timeout(seconds(30)));
      return [
        {
          target: `${id} of ${instance} (${attachment?.instanceId ?? 'attached to nothing'})`,
          change: `detach it by force while it is mounted at ${mount}`,
          revert: `attach it to ${attachment?.instanceId ?? 'nothing'} as ${attachment?.device ?? '?'}, mount it as it was mounted, start ${unit} if it ran`,
        },
      ];
    },

    leases: async (signal) => {
      const { id, attachment } = await dataVolume(signal);
      if (attachment === undefined) throw new Error(`${id} of ${instance} is attached to nothing`);
      const { instanceId, device, deleteOnTermination } = attachment;
      return [
        hostLease(host, instance, `wait for ${device}, mount it at ${mount}, start ${unit}`, {
          holds: [`mount ${mount}`, `unit ${unit}`],
          note: `${noteMount(mount)}\nsystemctl is-active ${unit} > state || true`,
          revert: remount(mount, unit, staleFiles),
        }),
        cloudLease(cloudLeases, id, {
          do: 'attach-volume',
          instance: instanceId,
          device,
          deleteOnTermination,
        }),
      ];
    },

    inject: async (_, progress, signal) => {
      detached = await dataVolume(signal);
      await volumes.detach(detached.id, true, signal);
      await progress.halfway();
      await untilVolume(volumes, detached.id, 'available', { deadline: minutes(2), signal });
    },

    prove: async (signal) => {
      if (detached === undefined)
        return { result: 'skipped', observed: `no volume of ${instance} was detached` };
      const { state } = await volumes.describe(detached.id, signal);
      const read = await tryAsRoot(
        host,
        `dd if="$(findmnt --noheadings --output SOURCE --mountpoint ${quote(mount)} | head -n1)" of=/dev/null bs=4k count=1 iflag=direct`,
        { signal },
      );
      const words = read.stderr.trim().split('\n')[0] ?? '';
      const observed = `EC2 says ${detached.id} of ${instance} is ${state}; reading it there ${read.code === 0 ? 'works' : `fails: ${words}`}`;
      if (state === 'available' && read.code !== 0) return { result: 'installed', observed };
      return { result: state === 'in-use' ? 'skipped' : 'indeterminate', observed };
    },
  };
}

/** Whether the mounted volume is the dead one is asked by reading it: a file system that lost its device cannot. */
const remount = (
  mount: string,
  unit: string,
  staleFiles: readonly string[],
): string => `[ -s mount ] || exit 0
read -r source rest < mount
alive() { mountpoint -q ${quote(mount)} && dd if="$source" of=/dev/null bs=4k count=1 iflag=direct 2>/dev/null && ls ${quote(mount)} >/dev/null 2>&1; }
if ! alive; then
  systemctl kill --kill-whom=all --signal=KILL ${unit} 2>/dev/null || true
  umount --lazy ${quote(mount)} 2>/dev/null || true
  [ -b "$source" ] || { echo "$source is not there yet" >&2; exit 1; }
  ${mountAgain(mount)}
fi
${startAgain(unit, staleFiles)}`;
