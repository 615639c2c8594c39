import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import type { Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { addPacketRules, packetRulesLease } from './packet-rules';
import { untilSeen } from '../until-seen';

export interface LimitBandwidthTarget {
  readonly instance: string;
  /** The port whose traffic is limited; the way of those who administer is left. */
  readonly port: number;
  readonly kilobitsPerSecond: number;
  readonly host: Shell;
  /** `jira (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Lets only so many bytes a second to and from a port, as a modem's line does: by packet rules of the host's own kernel,
 * which drop what is above. Reverting deletes the rules.
 */
export function limitBandwidth(target: LimitBandwidthTarget): Fault {
  const { instance, port, kilobitsPerSecond, host, named } = target;
  // nftables counts whole kilobytes.
  const kilobytes = Math.max(1, Math.floor(kilobitsPerSecond / 8));
  const above = `limit rate over ${String(kilobytes)} kbytes/second burst ${String(2 * kilobytes)} kbytes counter drop`;
  let id: Parameters<Fault['inject']>[0]['id'] | undefined;
  return {
    name: 'limit-bandwidth',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: packet rules of the host`,
        change: `drop what goes over TCP port ${String(port)} above ${String(kilobitsPerSecond)} kbit/s in each direction, in a table of its own`,
        revert: 'delete that table',
      },
    ],

    leases: () => Promise.resolve([packetRulesLease('bandwidth', host, instance)]),

    inject: async (terms, progress, signal) => {
      await injectOnHost(
        host,
        terms.id,
        addPacketRules(
          'bandwidth',
          terms.id,
          { hook: 'input', rules: [`tcp dport ${String(port)} ${above}`] },
          { hook: 'output', rules: [`tcp sport ${String(port)} ${above}`] },
        ),
        { signal },
      );
      id = terms.id;
      await progress.halfway();
    },

    prove: async (signal) => {
      const lease = id;
      if (lease === undefined)
        return { result: 'skipped', observed: `no packet rule was added on ${instance}` };
      return untilSeen(
        `packets of ${instance} above ${String(kilobitsPerSecond)} kbit/s to be dropped`,
        seconds(30),
        signal,
        async (attempt) => {
          const rules = await asRoot(host, `nft list table inet firedrill-bandwidth-${lease}`, {
            signal: attempt,
          });
          const dropped = [...rules.matchAll(/counter packets (\d+) /g)].map(([, count]) => Number(count));
          const seen = `the kernel of ${instance} has dropped ${String(dropped[0] ?? 0)} packets that came to TCP port ${String(port)} and ${String(dropped[1] ?? 0)} that went out`;
          return dropped.some((count) => count > 0) ? { value: seen } : { seen };
        },
      );
    },
  };
}
