import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { isMounted } from '../../hosts/mounts';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot, tryAsRoot } from '../../hosts/as-root';
import { hostLease } from '../host-lease-part';

export interface UnmountVolumeTarget {
  readonly instance: string;
  /** Where the volume is mounted, and the application's folder on it. */
  readonly mount: string;
  readonly folder: string;
  readonly host: Shell;
  /** `jira (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** Notes in the lease how the volume is mounted; fails where it is not. */
export const noteMount = (mount: string): string =>
  `findmnt --noheadings --output SOURCE,FSTYPE,OPTIONS --mountpoint ${quote(mount)} > mount || { echo 'nothing is mounted at ${mount}'; exit 1; }`;

/** Mounts the volume as it was noted, unless something is mounted. */
const mountAgain = (mount: string): string => `[ -s mount ] || exit 0
${isMounted(mount)} && exit 0
read -r source type options < mount
mount -t "$type" -o "$options" "$source" ${quote(mount)}
echo "$source is mounted at ${mount} again"`;

/**
 * Takes the data volume's mount away from under the application (`umount --lazy`): what it has open goes on, what it
 * opens now is not there. Reverting mounts the volume as it was mounted.
 */
export function unmountVolume({ instance, mount, folder, host, named }: UnmountVolumeTarget): Fault {
  let begun = false;
  return {
    name: 'unmount-volume',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${mount}`,
        change: 'unmount it while it is in use (lazily)',
        revert: 'mount the same device there again, with the type and options that it had',
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `mount ${mount} again`, {
          holds: [`mount ${mount}`],
          note: noteMount(mount),
          // Nothing for a boot: whatever mounts it there does so again.
          revert: mountAgain(mount),
        }),
      ]),

    inject: async ({ id }, progress, signal) => {
      begun = true;
      await injectOnHost(host, id, `umount --lazy ${quote(mount)}`, { signal });
      await progress.halfway();
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `${mount} on ${instance} was not touched` };
      const mounts = await asRoot(host, 'cat /proc/1/mounts', { signal });
      const listed = mounts.split('\n').some((line) => line.split(' ')[1] === mount);
      const found = await tryAsRoot(host, `test -e ${quote(folder)}`, { signal });
      const observed = `${mount} on ${instance} is ${listed ? 'still' : 'not'} in the kernel's list of mounts, ${folder} is ${found.code === 0 ? 'there' : 'not there'}`;
      if (listed) return { result: 'skipped', observed };
      return { result: found.code === 0 ? 'indeterminate' : 'installed', observed };
    },
  };
}
