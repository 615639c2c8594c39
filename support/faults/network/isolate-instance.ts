import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import type { Shell } from '../../hosts/shell';
import { mustAnswer, tryConnection, type Witness } from './connection';
import { addPacketRules, packetRulesLease, type PacketChain } from './packet-rules';

export interface IsolateInstanceTarget {
  readonly instance: string;
  readonly address: string;
  readonly host: Shell;
  /** `jira (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
  /** The one that still reaches it, over SSH: whoever administers it comes from there. */
  readonly bastion: Witness & { readonly address: string };
  /** An instance and its port that the target is let in to. */
  readonly other: { readonly instance: string; readonly address: string; readonly port: number };
}

const SSH = 22;
const KIND = 'isolate';

/**
 * Drops, on the host itself, whatever it exchanges with anybody but the bastion, on connections that exist, too: in a
 * table of packet rules of its own, before the host's firewall. Reverting deletes the table.
 */
export function isolateInstance(target: IsolateInstanceTarget): Fault {
  const { instance, address, host, named, bastion, other } = target;
  const chain = (hook: PacketChain['hook']): PacketChain => ({
    hook,
    rules: [`ip ${hook === 'input' ? 'saddr' : 'daddr'} != ${bastion.address} drop`],
  });
  let begun = false;
  return {
    name: 'isolate-instance',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: packet rules of the host`,
        change: `drop whatever it exchanges with anybody but ${bastion.instance} (${bastion.address}), in a table of its own`,
        revert: 'delete that table',
      },
    ],

    leases: () => Promise.resolve([packetRulesLease(KIND, host, instance)]),

    inject: async ({ id }, progress, signal) => {
      await mustAnswer({ instance, host }, other, other.port, signal);
      begun = true;
      await injectOnHost(host, id, addPacketRules(KIND, id, chain('output')), { signal });
      await progress.halfway();
      await injectOnHost(host, id, addPacketRules(KIND, id, chain('input')), { signal });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `no packet rule was added on ${instance}` };
      const [out, way] = await Promise.all([
        tryConnection(host, other.address, other.port, signal),
        tryConnection(bastion.host, address, SSH, signal),
      ]);
      const observed = `a connection from ${instance} to ${other.instance} (${other.address}:${String(other.port)}) is ${out}; one from ${bastion.instance} to ${instance} (${address}:${String(SSH)}) is ${way}`;
      if (out === 'silent' && way === 'open') return { result: 'installed', observed };
      return { result: out === 'open' ? 'skipped' : 'indeterminate', observed };
    },
  };
}
