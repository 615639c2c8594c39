import type { CloudLeases } from '../../cloud/lease/cloud-leases';
import { entryText, type NetworkAcl, type NetworkAclEntry, type NetworkAcls } from '../../cloud/network-acls';
import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { cloudLease } from '../cloud-lease-part';
import { reachLease } from '../host-lease-part';
import { mustAnswer, tryConnection, type Witness } from './connection';
import type { Shell } from '../../hosts/shell';

export interface BlockNetworkTarget {
  /** The instance that can no longer reach `to`. */
  readonly from: {
    readonly instance: string;
    readonly subnet: string;
    readonly host: Shell;
    readonly named: Named;
  };
  readonly to: {
    readonly instance: string;
    readonly address: string;
    readonly port: number;
    readonly host: Shell;
    readonly named: Named;
  };
  /** Another instance, or `to` itself, that must still reach `to`: only one way is broken. */
  readonly witness: Witness;
  readonly networkAcls: Pick<NetworkAcls, 'putEntry'>;
  readonly cloudLeases: CloudLeases;
  /** The network ACL of a subnet of the environment. */
  readonly aclOf: (subnet: string, signal: AbortSignal) => Promise<NetworkAcl>;
}

/** `jira (i-0a1)`. */
type Named = (signal: AbortSignal) => Promise<string>;

/** Below 100, where the declared entries begin: the lowest number that matches decides. */
const RULE_NUMBERS = { first: 1, last: 99 };

/**
 * Denies, in the network ACL of the sender's subnet, what goes to one address and port. It stands at the sender's
 * side because there an entry can name the receiver's address; at the receiver's it would name only the sender, and
 * cut everything else of that subnet off too. An ACL keeps no state, so connections that exist are cut as well.
 */
export function blockNetwork(target: BlockNetworkTarget): Fault {
  const { from, to, witness, networkAcls, cloudLeases, aclOf } = target;
  let planned: { readonly acl: NetworkAcl; readonly entry: NetworkAclEntry } | undefined;
  let begun = false;
  const entryIn = (acl: NetworkAcl): NetworkAclEntry => ({
    direction: 'egress',
    number: freeNumber(acl, 'egress'),
    action: 'deny',
    protocol: '6',
    cidr: `${to.address}/32`,
    ports: { from: to.port, to: to.port },
  });
  return {
    name: 'block-network',
    strikes: [to.instance],
    plan: async () => {
      const signal = AbortSignal.timeout(seconds(30));
      const [acl, ...ends] = await Promise.all([
        aclOf(from.subnet, signal),
        from.named(signal),
        to.named(signal),
      ]);
      const entry = entryText(entryIn(acl));
      return [
        {
          target: `network ACL ${acl.id} of subnet ${from.subnet}`,
          change: `add entry ${entry}: ${ends.join(' no longer reaches ')}`,
          revert: `remove entry ${entry}, unless another stands in its place`,
        },
      ];
    },

    leases: async (signal) => {
      const acl = await aclOf(from.subnet, signal);
      planned = { acl, entry: entryIn(acl) };
      const { direction, number } = planned.entry;
      const entry = entryText(planned.entry);
      return [
        reachLease(to.host, to.instance),
        cloudLease(cloudLeases, acl.id, { do: 'remove-entry', direction, number, entry }),
      ];
    },

    inject: async (_, progress, signal) => {
      if (planned === undefined) throw new Error('the entry has no lease yet');
      await mustAnswer(from, to, to.port, signal);
      begun = true;
      await networkAcls.putEntry(planned.acl.id, planned.entry, signal);
      await progress.halfway();
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: 'no entry was added' };
      const [blocked, other] = await Promise.all([
        tryConnection(from.host, to.address, to.port, signal),
        tryConnection(witness.host, to.address, to.port, signal),
      ]);
      const way = `${to.instance} (${to.address}:${String(to.port)})`;
      const observed = `a connection from ${from.instance} to ${way} is ${blocked}; one from ${witness.instance} is ${other}`;
      if (blocked === 'silent' && other === 'open') return { result: 'installed', observed };
      return { result: blocked === 'open' ? 'skipped' : 'indeterminate', observed };
    },
  };
}

/** A number of an entry that counts before the declared ones. */
export function freeNumber(acl: NetworkAcl, of: NetworkAclEntry['direction']): number {
  const taken = new Set(acl.entries.filter(({ direction }) => direction === of).map(({ number }) => number));
  for (let number = RULE_NUMBERS.last; number >= RULE_NUMBERS.first; number -= 1) {
    if (!taken.has(number)) return number;
  }
  throw new Error(`${acl.id} has no free entry below 100`);
}
