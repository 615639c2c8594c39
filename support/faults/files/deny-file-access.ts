import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { quote, type Shell } from '../../hosts/shell';
import { tryAsRoot } from '../../hosts/as-root';
import { hostLease } from '../host-lease-part';

export interface DenyFileAccessTarget {
  readonly instance: string;
  /** The application's own folder, and the user that it runs as. */
  readonly folder: string;
  readonly user: string;
  /** Its systemd unit. */
  readonly unit: string;
  readonly host: Shell;
  /** `jira (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Gives an application's folder to root and closes it to everybody else, as a restore or a `chown -R` as the wrong user
 * does: what is open stays open, nothing can be opened any more. Reverting gives back owner, group and mode.
 */
export function denyFileAccess({ instance, folder, user, unit, host, named }: DenyFileAccessTarget): Fault {
  const path = quote(folder);
  let begun = false;
  return {
    name: 'deny-file-access',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${folder}`,
        change: `give it to root, and close it to everybody else, ${user} too`,
        revert: 'give back the owner, group and mode that it had',
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `give back owner, group and mode of ${folder}`, {
          holds: [`file ${folder}`],
          note: `runuser -u ${user} -- ls ${path} >/dev/null || { echo '${user} cannot read ${folder} as it is'; exit 1; }
stat -c '%u:%g %a' ${path} > before`,
          revert: `[ -s before ] || exit 0
read -r owner mode < before
if [ -e ${path} ]; then
  chown "$owner" ${path}
  chmod "$mode" ${path}
  sync -f ${path}
  echo "${folder} has $owner $mode again"
fi`,
          lasts: { at: folder, before: unit },
        }),
      ]),

    inject: async ({ id }, progress, signal) => {
      begun = true;
      await injectOnHost(host, id, `chown root:root ${path}`, { signal });
      await progress.halfway();
      await injectOnHost(host, id, `chmod 0700 ${path}`, { signal });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `${folder} on ${instance} was not touched` };
      const { code, stderr } = await tryAsRoot(host, `runuser -u ${user} -- ls ${path} >/dev/null`, {
        signal,
      });
      const words = stderr.trim().split('\n')[0] ?? '';
      if (code === 0) {
        return { result: 'skipped', observed: `${user} on ${instance} can still read ${folder}` };
      }
      const observed = `${user} on ${instance} is refused: ${words}`;
      return { result: stderr.includes('Permission denied') ? 'installed' : 'indeterminate', observed };
    },
  };
}
