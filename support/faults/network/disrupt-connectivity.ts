import type { CloudLeases } from '../../cloud/lease/cloud-leases';
import { entryText, type NetworkAcl, type NetworkAclEntry, type NetworkAcls } from '../../cloud/network-acls';
import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { cloudLease } from '../cloud-lease-part';
import { mustAnswer, tryConnection, type Witness } from './connection';

export interface DisruptConnectivityTarget {
  /** The subnet, by the environment file's name, and its instances; the first is the one that is asked. */
  readonly subnet: string;
  readonly instances: readonly {
    readonly instance: string;
    readonly address: string;
    /** `jira (i-0a1)`. */
    readonly named: (signal: AbortSignal) => Promise<string>;
  }[];
  /** A port that each takes from the witness. */
  readonly port: number;
  /** In another subnet. */
  readonly witness: Witness;
  readonly networkAcls: Pick<NetworkAcls, 'putEntry'>;
  readonly cloudLeases: CloudLeases;
  readonly aclOf: (subnet: string, signal: AbortSignal) => Promise<NetworkAcl>;
}

/** Before every declared entry: the lowest number that matches decides. */
const FIRST = 1;

/**
 * Isolates a subnet, as the action aws:network:disrupt-connectivity of AWS Fault Injection Service does with scope `all`:
 * its network ACL denies whatever leaves the subnet. An ACL keeps no state, so what comes in finds no way back and every
 * connection dies; inside the subnet all goes on. Its instances cannot be reached while it lasts, so the lease is held in
 * the cloud alone.
 */
export function disruptConnectivity(target: DisruptConnectivityTarget): Fault {
  const { subnet, instances, port, witness, networkAcls, cloudLeases, aclOf } = target;
  const [asked] = instances;
  if (asked === undefined) throw new Error(`subnet ${subnet} has no instance`);
  const entry: NetworkAclEntry = {
    direction: 'egress',
    number: FIRST,
    action: 'deny',
    protocol: '-1',
    cidr: '0.0.0.0/0',
  };
  let planned: NetworkAcl | undefined;
  let begun = false;
  const names = instances.map(({ instance }) => instance);
  return {
    name: 'disrupt-connectivity',
    strikes: names,
    plan: async () => {
      const signal = AbortSignal.timeout(seconds(30));
      const [acl, ...all] = await Promise.all([
        aclOf(subnet, signal),
        ...instances.map(({ named }) => named(signal)),
      ]);
      return [
        {
          target: `network ACL ${acl.id} of subnet ${subnet}`,
          change: `add entry ${entryText(entry)}: nothing leaves ${all.join(' and ')} for another subnet`,
          revert: `remove entry ${entryText(entry)}, unless another stands in its place`,
        },
      ];
    },

    leases: async (signal) => {
      planned = await aclOf(subnet, signal);
      if (planned.entries.some(({ direction, number }) => direction === 'egress' && number === FIRST))
        throw new Error(`${planned.id} of subnet ${subnet} has an entry ${String(FIRST)} already`);
      const { direction, number } = entry;
      return [
        cloudLease(cloudLeases, planned.id, {
          do: 'remove-entry',
          direction,
          number,
          entry: entryText(entry),
        }),
      ];
    },

    inject: async (_, progress, signal) => {
      if (planned === undefined) throw new Error('the entry has no lease yet');
      await mustAnswer(witness, asked, port, signal);
      begun = true;
      await networkAcls.putEntry(planned.id, entry, signal);
      await progress.halfway();
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: 'no entry was added' };
      const seen = await Promise.all(
        instances.map(({ address }) => tryConnection(witness.host, address, port, signal)),
      );
      const observed = instances
        .map(
          ({ instance, address }, index) =>
            `a connection from ${witness.instance} to ${instance} (${address}) is ${seen[index] ?? 'not tried'}`,
        )
        .join('; ');
      if (seen.every((each) => each === 'silent')) return { result: 'installed', observed };
      return { result: seen.includes('open') ? 'skipped' : 'indeterminate', observed };
    },
  };
}
