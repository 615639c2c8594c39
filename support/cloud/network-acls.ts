import {
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  DeleteNetworkAclCommand,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  ReplaceNetworkAclAssociationCommand,
  ReplaceNetworkAclEntryCommand,
  type NetworkAcl as Ec2NetworkAcl,
  type NetworkAclEntry as Ec2NetworkAclEntry,
} from '@aws-sdk/client-ec2';
import type { CloudSession } from './cloud-session';
import type { NetworkAclId, SubnetId, VpcId } from './ids';
import { tagFilters, tagsOf, tagSpecification } from './tags';

/** A stateless rule; the lowest number that matches decides. */
export interface NetworkAclEntry {
  readonly direction: 'ingress' | 'egress';
  /** 1 to 32766. */
  readonly number: number;
  readonly action: 'allow' | 'deny';
  /** IANA protocol number as text, `-1` for all. */
  readonly protocol: string;
  readonly cidr: string;
  readonly ports?: { readonly from: number; readonly to: number };
}

export interface NetworkAcl {
  readonly id: NetworkAclId;
  /** The environment file's name of its subnet. */
  readonly subnet: string;
  readonly subnetIds: readonly SubnetId[];
  /** Without EC2's own last entry, which denies. */
  readonly entries: readonly NetworkAclEntry[];
}

/** One network ACL per subnet. */
export interface NetworkAcls {
  find(vpcId: VpcId, signal: AbortSignal): Promise<readonly NetworkAcl[]>;
  describe(id: NetworkAclId, signal: AbortSignal): Promise<NetworkAcl>;
  /** Made and associated where it is missing, without entries. */
  ensure(vpcId: VpcId, subnet: string, subnetId: SubnetId, signal: AbortSignal): Promise<NetworkAcl>;
  /** Adds the entry, in place of another of its number. */
  putEntry(id: NetworkAclId, entry: NetworkAclEntry, signal: AbortSignal): Promise<void>;
  removeEntry(
    id: NetworkAclId,
    direction: NetworkAclEntry['direction'],
    number: number,
    signal: AbortSignal,
  ): Promise<void>;
  /** Makes the ACL's entries these and no others. */
  setEntries(id: NetworkAclId, entries: readonly NetworkAclEntry[], signal: AbortSignal): Promise<void>;
  /** Deletes ACLs that no subnet uses any more. */
  remove(id: NetworkAclId, signal: AbortSignal): Promise<void>;
}

const lastEntry = 32767;
const subnetTag = 'firedrill:subnet';

/** Two entries are alike when these are. */
export const entryText = (entry: NetworkAclEntry): string =>
  [
    entry.direction,
    entry.number,
    entry.action,
    entry.protocol,
    entry.cidr,
    entry.ports === undefined ? 'all' : `${String(entry.ports.from)}-${String(entry.ports.to)}`,
  ].join(' ');

const entryFrom = (found: Ec2NetworkAclEntry): NetworkAclEntry => ({
  direction: found.Egress === true ? 'egress' : 'ingress',
  number: found.RuleNumber ?? 0,
  action: found.RuleAction ?? 'deny',
  protocol: found.Protocol ?? '-1',
  cidr: found.CidrBlock ?? '',
  ...(found.PortRange?.From === undefined
    ? {}
    : { ports: { from: found.PortRange.From, to: found.PortRange.To ?? found.PortRange.From } }),
});

const aclFrom = (found: Ec2NetworkAcl): NetworkAcl => ({
  id: found.NetworkAclId as NetworkAclId,
  subnet: tagsOf(found.Tags)[subnetTag] ?? '',
  subnetIds: (found.Associations ?? []).map((association) => association.SubnetId as SubnetId),
  entries: (found.Entries ?? []).filter((entry) => entry.RuleNumber !== lastEntry).map(entryFrom),
});

const request = (id: NetworkAclId, entry: NetworkAclEntry) => ({
  NetworkAclId: id,
  Egress: entry.direction === 'egress',
  RuleNumber: entry.number,
  RuleAction: entry.action,
  Protocol: entry.protocol,
  CidrBlock: entry.cidr,
  ...(entry.ports === undefined ? {} : { PortRange: { From: entry.ports.from, To: entry.ports.to } }),
});

export function networkAclsOf({ client, guard, ownTags, environment }: CloudSession): NetworkAcls {
  const own = tagFilters({ 'firedrill:environment': environment });

  const find = async (vpcId: VpcId, signal: AbortSignal): Promise<readonly NetworkAcl[]> => {
    const answer = await client.send(
      new DescribeNetworkAclsCommand({ Filters: [...own, { Name: 'vpc-id', Values: [vpcId] }] }),
      { abortSignal: signal },
    );
    return (answer.NetworkAcls ?? []).map(aclFrom);
  };

  const describe = async (id: NetworkAclId, signal: AbortSignal): Promise<NetworkAcl> => {
    const answer = await client.send(new DescribeNetworkAclsCommand({ NetworkAclIds: [id] }), {
      abortSignal: signal,
    });
    const [found] = answer.NetworkAcls ?? [];
    if (found === undefined) throw new Error(`the cloud answered without ${id}`);
    return aclFrom(found);
  };

  const associate = async (id: NetworkAclId, subnetId: SubnetId, signal: AbortSignal): Promise<void> => {
    const answer = await client.send(
      new DescribeNetworkAclsCommand({ Filters: [{ Name: 'association.subnet-id', Values: [subnetId] }] }),
      { abortSignal: signal },
    );
    const association = (answer.NetworkAcls ?? [])
      .flatMap((acl) => acl.Associations ?? [])
      .find((candidate) => candidate.SubnetId === subnetId);
    if (association?.NetworkAclAssociationId === undefined) {
      throw new Error(`${subnetId} has no network ACL to replace`);
    }
    await client.send(
      new ReplaceNetworkAclAssociationCommand({
        AssociationId: association.NetworkAclAssociationId,
        NetworkAclId: id,
      }),
      { abortSignal: signal },
    );
  };

  const put = async (acl: NetworkAcl, entry: NetworkAclEntry, signal: AbortSignal): Promise<void> => {
    const taken = acl.entries.some(
      ({ direction, number }) => direction === entry.direction && number === entry.number,
    );
    const command = taken
      ? new ReplaceNetworkAclEntryCommand(request(acl.id, entry))
      : new CreateNetworkAclEntryCommand(request(acl.id, entry));
    await client.send(command, { abortSignal: signal });
  };

  const removeEntry: NetworkAcls['removeEntry'] = async (id, direction, number, signal) => {
    await guard.assertOwn([id], signal);
    await client.send(
      new DeleteNetworkAclEntryCommand({
        NetworkAclId: id,
        Egress: direction === 'egress',
        RuleNumber: number,
      }),
      { abortSignal: signal },
    );
  };

  return {
    find,
    describe,
    removeEntry,

    async ensure(vpcId, subnet, subnetId, signal) {
      let acl = (await find(vpcId, signal)).find((candidate) => candidate.subnet === subnet);
      if (acl === undefined) {
        await guard.assertOwn([vpcId, subnetId], signal);
        const tags = ownTags({ [subnetTag]: subnet }, `${environment}-${subnet}`);
        const answer = await client.send(
          new CreateNetworkAclCommand({
            VpcId: vpcId,
            TagSpecifications: [tagSpecification('network-acl', tags)],
          }),
          { abortSignal: signal },
        );
        const id = answer.NetworkAcl?.NetworkAclId as NetworkAclId;
        guard.made(id);
        acl = { id, subnet, subnetIds: [], entries: [] };
      }
      if (acl.subnetIds.includes(subnetId)) return acl;
      await guard.assertOwn([acl.id, subnetId], signal);
      // The subnet must not be cut off between its association and the first entry.
      if (acl.entries.length === 0) for (const entry of allowAll) await put(acl, entry, signal);
      await associate(acl.id, subnetId, signal);
      return describe(acl.id, signal);
    },

    async putEntry(id, entry, signal) {
      await guard.assertOwn([id], signal);
      await put(await describe(id, signal), entry, signal);
    },

    async setEntries(id, entries, signal) {
      const acl = await describe(id, signal);
      const present = new Set(acl.entries.map(entryText));
      const wanted = entries.filter((entry) => !present.has(entryText(entry)));
      const extra = acl.entries.filter(
        (entry) =>
          !entries.some(({ direction, number }) => direction === entry.direction && number === entry.number),
      );
      if (wanted.length + extra.length > 0) await guard.assertOwn([id], signal);
      for (const entry of wanted) await put(acl, entry, signal);
      for (const { direction, number } of extra) await removeEntry(id, direction, number, signal);
    },

    async remove(id, signal) {
      await guard.assertOwn([id], signal);
      await client.send(new DeleteNetworkAclCommand({ NetworkAclId: id }), { abortSignal: signal });
    },
  };
}

/** What a subnet's ACL holds when nothing is declared against it. */
export const allowAll: readonly NetworkAclEntry[] = (['ingress', 'egress'] as const).map((direction) => ({
  direction,
  number: 100,
  action: 'allow',
  protocol: '-1',
  cidr: '0.0.0.0/0',
}));
