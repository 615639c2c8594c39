import type { CloudLeases } from '../../cloud/lease/cloud-leases';
import { untilVolume } from '../../cloud/until-state';
import type { Volume, Volumes } from '../../cloud/volumes';
import type { Fault } from '../../drill/fault';
import { minutes, seconds } from '../../drill/time';
import { printDataDevice } from '../../hosts/host-library';
import { isMountedFrom } from '../../hosts/mounts';
import { quote, type Shell } from '../../hosts/shell';
import { tryAsRoot } from '../../hosts/as-root';
import { cloudLease } from '../cloud-lease-part';
import { hostLease } from '../host-lease-part';
import { startAgain } from '../applications/kill-application';
import { noteMount } from './unmount-volume';

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
  const { instance, mount, unit, host, volumes, cloudLeases, dataVolume } = target;
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
          revert: remount(device, target),
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

/** A file system whose device died is read from memory for a while, so that is not asked first. */
const remount = (
  device: string,
  { mount, unit, staleFiles }: DetachVolumeTarget,
): string => `[ -s mount ] || exit 0
device=$(${printDataDevice(device)} 2>/dev/null) || { echo '${device} is not there yet' >&2; exit 1; }
alive() {
  ${isMountedFrom(mount, '"$device"')} || return 1
  dd if="$device" of=/dev/null bs=4k count=1 iflag=direct 2>/dev/null && ls ${quote(mount)} >/dev/null 2>&1
}
if ! alive; then
  systemctl kill --kill-whom=all --signal=KILL ${unit} 2>/dev/null || true
  systemctl stop ${unit}
  umount --lazy ${quote(mount)} 2>/dev/null || true
  read -r _ type options < mount
  mount -t "$type" -o "$options" "$device" ${quote(mount)}
  echo "$device is mounted at ${mount} again"
fi
${startAgain(unit, staleFiles)}`;
