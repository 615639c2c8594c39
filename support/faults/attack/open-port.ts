import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import type { Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { hostLease } from '../host-lease-part';
import { untilSeen } from '../until-seen';

export interface OpenPortTarget {
  readonly instance: string;
  readonly port: number;
  readonly host: Shell;
  /** `crowd (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** As somebody would call it who only wanted to have a look. */
export const DEBUG_UNIT = 'debug-console.service';

/**
 * Leaves a program running that listens on a port which nobody declared, for everybody, as a debugging port that was
 * forgotten. It serves an empty folder. Reverting ends it; so does a boot.
 */
export function openPort({ instance, port, host, named }: OpenPortTarget): Fault {
  let begun = false;
  return {
    name: 'open-port',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: TCP port ${String(port)}`,
        change: `start ${DEBUG_UNIT}, which listens there`,
        revert: 'stop it',
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `stop ${DEBUG_UNIT}`, {
          holds: [`port ${String(port)}`],
          note: `[ -z "$(ss -Hltn 'sport = :${String(port)}')" ] || { echo 'something listens on port ${String(port)}'; exit 1; }`,
          revert: `systemctl stop ${DEBUG_UNIT} 2>/dev/null || true
echo '${DEBUG_UNIT} does not run'`,
        }),
      ]),

    inject: async ({ id }, progress, signal) => {
      begun = true;
      await progress.halfway();
      const serve = `python3 -m http.server ${String(port)}`;
      const start = `systemd-run --quiet --collect --unit=${DEBUG_UNIT} --property=DynamicUser=yes --property=RuntimeDirectory=debug-console --property=WorkingDirectory=/run/debug-console ${serve}`;
      await injectOnHost(host, id, start, { signal });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `no port was opened on ${instance}` };
      return untilSeen(
        `port ${String(port)} of ${instance} to be open`,
        seconds(20),
        signal,
        async (attempt) => {
          const listing = await asRoot(host, `ss -Hltn 'sport = :${String(port)}'`, { signal: attempt });
          const seen = `port ${String(port)} of ${instance}: ${listing.trim() || 'nobody listens'}`;
          return listing.trim() === '' ? { seen } : { value: seen };
        },
      );
    },
  };
}
