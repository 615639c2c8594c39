import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { isMounted } from '../../hosts/mounts';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot, tryAsRoot } from '../../hosts/as-root';
import { hostLease } from '../host-lease-part';
import { startAgain } from '../applications/kill-application';
import { noteMount } from './unmount-volume';

export interface ShutDownFileSystemTarget {
  readonly instance: string;
  readonly mount: string;
  /** The application's systemd unit, which has files open on the volume. */
  readonly unit: string;
  readonly staleFiles: readonly string[];
  readonly host: Shell;
  /** `jira (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Has the data volume's file system shut itself down, as XFS does on an I/O error that its log or its metadata meets:
 * from then on every access fails with EIO, what was not synced is lost, and the volume itself is whole. Reverting
 * mounts it anew, which recovers its log, and starts the application if it ran. Source: xfs_io(8), `shutdown`.
 */
export function shutDownFileSystem(target: ShutDownFileSystemTarget): Fault {
  const { instance, mount, unit, host, named } = target;
  let begun = false;
  return {
    name: 'shut-down-file-system',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${mount}`,
        change: 'shut its file system down, as an I/O error in its log does: every access fails',
        revert: `mount the same device there anew, with the type and options that it had, start ${unit} if it ran`,
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `mount ${mount} anew, start ${unit}`, {
          holds: [`mount ${mount}`, `unit ${unit}`],
          note: `${noteMount(mount)}\nsystemctl is-active ${unit} > state || true`,
          // Nothing for a boot: whatever mounts it there does so anew.
          revert: mountAnew(target),
        }),
      ]),

    inject: async ({ id }, progress, signal) => {
      begun = true;
      await injectOnHost(host, id, `xfs_io -x -c shutdown ${quote(mount)}`, { signal });
      await progress.halfway();
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `${mount} on ${instance} was not touched` };
      const mounts = await asRoot(host, 'cat /proc/1/mounts', { signal });
      const listed = mounts.split('\n').some((line) => line.split(' ')[1] === mount);
      const { code, stderr } = await tryAsRoot(host, `LC_ALL=C ls ${quote(mount)}`, { signal });
      const words = stderr.trim().split('\n')[0] ?? '';
      const observed = `${mount} on ${instance} is ${listed ? '' : 'not '}mounted; listing it ${code === 0 ? 'works' : `fails: ${words}`}`;
      if (code === 0) return { result: 'skipped', observed };
      const shut = listed && words.includes('Input/output error');
      return { result: shut ? 'installed' : 'indeterminate', observed };
    },
  };
}

/** While a process has a file of it open, the file system that was shut down is the one that is mounted again. */
const mountAnew = ({ mount, unit, staleFiles }: ShutDownFileSystemTarget): string => `[ -s mount ] || exit 0
if ! ls ${quote(mount)} >/dev/null 2>&1 || ! ${isMounted(mount)}; then
  systemctl kill --kill-whom=all --signal=KILL ${unit} 2>/dev/null || true
  systemctl stop ${unit}
  fuser -k -M -m ${quote(mount)} >/dev/null 2>&1 || true
  umount ${quote(mount)} 2>/dev/null || umount --lazy ${quote(mount)} 2>/dev/null || true
  read -r source type options < mount
  mount -t "$type" -o "$options" "$source" ${quote(mount)}
  ls ${quote(mount)} >/dev/null
  echo "$source is mounted at ${mount} anew"
fi
${startAgain(unit, staleFiles)}`;
