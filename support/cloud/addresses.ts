import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  DescribeAddressesCommand,
  DisassociateAddressCommand,
  ReleaseAddressCommand,
  type Address as Ec2Address,
} from '@aws-sdk/client-ec2';
import type { CloudSession } from './cloud-session';
import type { AllocationId, InstanceId } from './ids';
import { tagFilters, tagsOf, tagSpecification, type Tags } from './tags';

/** An Elastic IP address. */
export interface Address {
  readonly id: AllocationId;
  readonly publicAddress: string;
  /** Where it leads, unless it leads nowhere. */
  readonly association?: { readonly id: string; readonly instanceId: InstanceId };
  readonly tags: Tags;
}

export interface Addresses {
  find(tags: Tags, signal: AbortSignal): Promise<readonly Address[]>;
  /** The environment's address of that name; allocated where there is none. */
  ensure(name: string, signal: AbortSignal): Promise<Address>;
  /** Makes it lead to an instance that runs or is stopped, wherever it led; the instance's own public address is let go. */
  associate(id: AllocationId, instanceId: InstanceId, signal: AbortSignal): Promise<void>;
  /** Gives it back, wherever it leads. */
  release(id: AllocationId, signal: AbortSignal): Promise<void>;
}

const addressFrom = (found: Ec2Address): Address => ({
  id: found.AllocationId as AllocationId,
  publicAddress: found.PublicIp ?? '',
  ...(found.AssociationId === undefined || found.InstanceId === undefined
    ? {}
    : { association: { id: found.AssociationId, instanceId: found.InstanceId as InstanceId } }),
  tags: tagsOf(found.Tags),
});

export function addressesOf({ client, guard, ownTags, environment }: CloudSession): Addresses {
  const find = async (tags: Tags, signal: AbortSignal): Promise<readonly Address[]> => {
    const answer = await client.send(
      new DescribeAddressesCommand({
        Filters: tagFilters({ ...tags, 'firedrill:environment': environment }),
      }),
      { abortSignal: signal },
    );
    return (answer.Addresses ?? []).map(addressFrom);
  };
  return {
    find,

    async ensure(name, signal) {
      const [present, ...more] = await find({ Name: name }, signal);
      if (more.length > 0)
        throw new Error(`${environment} has ${String(more.length + 1)} Elastic IP addresses named ${name}`);
      if (present !== undefined) return present;
      await guard.assertOwn([], signal);
      const tags = ownTags({}, name);
      const made = await client.send(
        new AllocateAddressCommand({
          Domain: 'vpc',
          TagSpecifications: [tagSpecification('elastic-ip', tags)],
        }),
        { abortSignal: signal },
      );
      const id = made.AllocationId as AllocationId;
      guard.made(id);
      return { id, publicAddress: made.PublicIp ?? '', tags };
    },

    async associate(id, instanceId, signal) {
      await guard.assertOwn([id, instanceId], signal);
      await client.send(
        new AssociateAddressCommand({ AllocationId: id, InstanceId: instanceId, AllowReassociation: true }),
        { abortSignal: signal },
      );
    },

    async release(id, signal) {
      await guard.assertOwn([id], signal);
      const { Addresses: found } = await client.send(new DescribeAddressesCommand({ AllocationIds: [id] }), {
        abortSignal: signal,
      });
      const association = found?.[0]?.AssociationId;
      if (association !== undefined) {
        await client.send(new DisassociateAddressCommand({ AssociationId: association }), {
          abortSignal: signal,
        });
      }
      await client.send(new ReleaseAddressCommand({ AllocationId: id }), { abortSignal: signal });
    },
  };
}
