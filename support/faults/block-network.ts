import { entryText, type NetworkAcl, type NetworkAclEntry, type NetworkAcls } from '../cloud/network-acls';
import type { Fault } from '../drill/fault';
import { tryConnection } from './connection';
import type { Shell } from '../hosts/shell';

export interface BlockNetworkTarget {
  /** The instance that can no longer reach `to`. */
  readonly from: { readonly instance: string; readonly subnet: string; readonly host: Shell };
  readonly to: { readonly instance: string; readonly address: string; readonly port: number };
  /** Another instance that must still reach `to`: only one way is broken. */
  readonly witness: { readonly instance: string; readonly host: Shell };
  readonly networkAcls: Pick<NetworkAcls, 'describe' | 'putEntry' | 'removeEntry'>;
  /** The network ACL of a subnet of the environment. */
  readonly aclOf: (subnet: string, signal: AbortSignal) => Promise<NetworkAcl>;
}

/** Below 100, where the declared entries begin: the lowest number that matches decides. */
const RULE_NUMBERS = { first: 1, last: 99 };

/**
 * Denies, in the network ACL of the sender's subnet, what goes to one address and port. It stands at the sender's
 * side because there an entry can name the receiver's address; at the receiver's it would name only the sender, and
 * cut everything else of that subnet off too. An ACL keeps no state, so connections that exist are cut as well.
 */
export function blockNetwork({ from, to, witness, networkAcls, aclOf }: BlockNetworkTarget): Fault {
  let added: { readonly acl: NetworkAcl; readonly entry: NetworkAclEntry } | undefined;
  const entryWith = (number: number): NetworkAclEntry => ({
    direction: 'egress',
    number,
    action: 'deny',
    protocol: '6',
    cidr: `${to.address}/32`,
    ports: { from: to.port, to: to.port },
  });
  return {
    name: 'block-network',
    plan: async () => {
      const acl = await aclOf(from.subnet, AbortSignal.timeout(30_000));
      const entry = entryWith(freeNumber(acl));
      return [
        {
          target: `network ACL ${acl.id} of subnet ${from.subnet}`,
          change: `add entry: ${entryText(entry)} (${from.instance} to ${to.instance})`,
          revert: `remove entry ${entry.direction} ${String(entry.number)}`,
        },
      ];
    },

    inject: async (signal) => {
      const acl = await aclOf(from.subnet, signal);
      const entry = entryWith(freeNumber(acl));
      // Noted before it is asked for: the answer may be lost after the entry was made.
      added = { acl, entry };
      await networkAcls.putEntry(acl.id, entry, signal);
    },

    prove: async (signal) => {
      if (added === undefined) return { result: 'skipped', observed: 'no entry was added' };
      const [blocked, other] = await Promise.all([
        tryConnection(from.host, to.address, to.port, signal),
        tryConnection(witness.host, to.address, to.port, signal),
      ]);
      const way = `${to.instance} (${to.address}:${String(to.port)})`;
      const observed = `a connection from ${from.instance} to ${way} is ${blocked}; one from ${witness.instance} is ${other}`;
      if (blocked === 'silent' && other === 'open') return { result: 'installed', observed };
      return { result: blocked === 'open' ? 'skipped' : 'indeterminate', observed };
    },

    revert: async (signal) => {
      if (added === undefined) return;
      const { acl, entry } = added;
      const { entries } = await networkAcls.describe(acl.id, signal);
      // Somebody may have removed it, and even have put another in its place: only ours is taken away.
      if (!entries.some((present) => entryText(present) === entryText(entry))) return;
      await networkAcls.removeEntry(acl.id, entry.direction, entry.number, signal);
    },
  };
}

function freeNumber(acl: NetworkAcl): number {
  const taken = new Set(
    acl.entries.filter(({ direction }) => direction === 'egress').map(({ number }) => number),
  );
  for (let number = RULE_NUMBERS.last; number >= RULE_NUMBERS.first; number -= 1) {
    if (!taken.has(number)) return number;
  }
  throw new Error(`${acl.id} has no free entry below 100`);
}
