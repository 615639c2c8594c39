import {
  DescribeInstancesCommand,
  GetConsoleOutputCommand,
  ModifyInstanceAttributeCommand,
  ModifyInstanceMetadataOptionsCommand,
  paginateDescribeInstances,
  DescribeInstanceStatusCommand,
  RebootInstancesCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
  type Instance as Ec2Instance,
} from '@aws-sdk/client-ec2';
import type { CloudSession } from './cloud-session';
import type { ImageId, InstanceId, SecurityGroupId, SubnetId, VolumeId } from './ids';
import { tagFilters, tagsOf, tagSpecification, type Tags } from './tags';

export type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

export type MetadataEndpoint = 'enabled' | 'disabled';

export interface Instance {
  readonly id: InstanceId;
  readonly state: InstanceState;
  readonly imageId: ImageId;
  readonly availabilityZone: string;
  readonly subnetId?: SubnetId;
  readonly privateAddress?: string;
  readonly publicAddress?: string;
  readonly securityGroupIds: readonly SecurityGroupId[];
  /** Volumes by device name; the root device is among them. */
  readonly devices: Readonly<Record<string, VolumeId>>;
  readonly rootDevice?: string;
  /** Whether its metadata service answers. */
  readonly metadataEndpoint?: MetadataEndpoint;
  readonly tags: Tags;
}

export interface InstanceSpec {
  readonly name: string;
  readonly imageId: ImageId;
  readonly type: string;
  readonly subnetId: SubnetId;
  /** One of the subnet's choosing unless told. */
  readonly privateAddress?: string;
  readonly public: boolean;
  readonly securityGroupIds: readonly SecurityGroupId[];
  readonly keyName: string;
  readonly userData?: string;
  /** Name of an IAM instance profile. */
  readonly profile?: string;
  /** Whether its metadata service answers; it does unless told. */
  readonly metadataEndpoint?: MetadataEndpoint;
  readonly tags: Tags;
}

export interface Instances {
  /** The instance as the cloud answered: `pending`. */
  run(spec: InstanceSpec, signal: AbortSignal): Promise<Instance>;
  /** Everything with these tags that is not terminated; `shutting-down` is among it. */
  find(tags: Tags, signal: AbortSignal): Promise<readonly Instance[]>;
  describe(id: InstanceId, signal: AbortSignal): Promise<Instance>;
  /** `ok` when both status checks pass; else what they say. */
  status(id: InstanceId, signal: AbortSignal): Promise<string>;
  /** The same of many. */
  statuses(ids: readonly InstanceId[], signal: AbortSignal): Promise<ReadonlyMap<InstanceId, string>>;
  start(id: InstanceId, signal: AbortSignal): Promise<void>;
  /** `power: 'cut'` loses what was not synced. */
  stop(id: InstanceId, power: 'shutdown' | 'cut', signal: AbortSignal): Promise<void>;
  reboot(id: InstanceId, signal: AbortSignal): Promise<void>;
  terminate(ids: readonly InstanceId[], power: 'shutdown' | 'cut', signal: AbortSignal): Promise<void>;
  setSecurityGroups(id: InstanceId, groups: readonly SecurityGroupId[], signal: AbortSignal): Promise<void>;
  /** Turns the metadata service of an instance on or off; it may run. */
  setMetadataEndpoint(id: InstanceId, endpoint: MetadataEndpoint, signal: AbortSignal): Promise<void>;
  /** What the instance wrote to its console, as text; empty when there is nothing yet. */
  consoleOutput(id: InstanceId, signal: AbortSignal): Promise<string>;
}

const instanceFrom = (found: Ec2Instance): Instance => ({
  id: found.InstanceId as InstanceId,
  state: found.State?.Name as InstanceState,
  imageId: found.ImageId as ImageId,
  availabilityZone: found.Placement?.AvailabilityZone ?? '',
  ...(found.SubnetId === undefined ? {} : { subnetId: found.SubnetId as SubnetId }),
  ...(found.PrivateIpAddress === undefined ? {} : { privateAddress: found.PrivateIpAddress }),
  ...(found.PublicIpAddress === undefined ? {} : { publicAddress: found.PublicIpAddress }),
  securityGroupIds: (found.SecurityGroups ?? []).map((group) => group.GroupId as SecurityGroupId),
  devices: Object.fromEntries(
    (found.BlockDeviceMappings ?? []).map((mapping) => [
      mapping.DeviceName ?? '',
      mapping.Ebs?.VolumeId as VolumeId,
    ]),
  ),
  ...(found.RootDeviceName === undefined ? {} : { rootDevice: found.RootDeviceName }),
  ...(found.MetadataOptions?.HttpEndpoint === undefined
    ? {}
    : { metadataEndpoint: found.MetadataOptions.HttpEndpoint }),
  tags: tagsOf(found.Tags),
});

const only = (found: readonly Ec2Instance[] | undefined, subject: string): Instance => {
  const [instance] = found ?? [];
  if (instance === undefined) throw new Error(`the cloud answered without ${subject}`);
  return instanceFrom(instance);
};

export function instancesOf({ client, guard, ownTags, environment }: CloudSession): Instances {
  const statusesOf: Instances['statuses'] = async (ids, signal) => {
    const answer = await client.send(
      new DescribeInstanceStatusCommand({ InstanceIds: [...ids], IncludeAllInstances: true }),
      { abortSignal: signal },
    );
    const found = new Map((answer.InstanceStatuses ?? []).map((each) => [each.InstanceId, each]));
    return new Map(
      ids.map((id) => {
        const system = found.get(id)?.SystemStatus?.Status ?? 'unknown';
        const instance = found.get(id)?.InstanceStatus?.Status ?? 'unknown';
        return [id, system === 'ok' && instance === 'ok' ? 'ok' : `system ${system}, instance ${instance}`];
      }),
    );
  };
  return {
    async run(spec, signal) {
      await guard.assertOwn([spec.subnetId, ...spec.securityGroupIds], signal);
      const tags = ownTags(spec.tags, spec.name);
      const answer = await client.send(
        new RunInstancesCommand({
          MinCount: 1,
          MaxCount: 1,
          ImageId: spec.imageId,
          InstanceType: spec.type as never,
          KeyName: spec.keyName,
          MetadataOptions: { HttpTokens: 'required', HttpEndpoint: spec.metadataEndpoint ?? 'enabled' },
          InstanceInitiatedShutdownBehavior: 'stop',
          NetworkInterfaces: [
            {
              DeviceIndex: 0,
              SubnetId: spec.subnetId,
              Groups: [...spec.securityGroupIds],
              AssociatePublicIpAddress: spec.public,
              ...(spec.privateAddress === undefined ? {} : { PrivateIpAddress: spec.privateAddress }),
            },
          ],
          ...(spec.profile === undefined ? {} : { IamInstanceProfile: { Name: spec.profile } }),
          ...(spec.userData === undefined ? {} : { UserData: Buffer.from(spec.userData).toString('base64') }),
          TagSpecifications: [tagSpecification('instance', tags), tagSpecification('volume', tags)],
        }),
        { abortSignal: signal },
      );
      const instance = only(answer.Instances, `the instance ${spec.name} that was asked for`);
      guard.made(instance.id);
      return instance;
    },

    async find(tags, signal) {
      const found: Instance[] = [];
      const pages = paginateDescribeInstances(
        { client },
        {
          Filters: [
            ...tagFilters({ ...tags, 'firedrill:environment': environment }),
            {
              Name: 'instance-state-name',
              Values: ['pending', 'running', 'shutting-down', 'stopping', 'stopped'],
            },
          ],
        },
        { abortSignal: signal },
      );
      for await (const page of pages) {
        for (const reservation of page.Reservations ?? []) {
          found.push(...(reservation.Instances ?? []).map(instanceFrom));
        }
      }
      return found;
    },

    async describe(id, signal) {
      const answer = await client.send(new DescribeInstancesCommand({ InstanceIds: [id] }), {
        abortSignal: signal,
      });
      return only(answer.Reservations?.[0]?.Instances, id);
    },

    async status(id, signal) {
      return (await statusesOf([id], signal)).get(id) ?? 'unknown';
    },

    statuses: statusesOf,

    async start(id, signal) {
      await guard.assertOwn([id], signal);
      await client.send(new StartInstancesCommand({ InstanceIds: [id] }), { abortSignal: signal });
    },

    async stop(id, power, signal) {
      await guard.assertOwn([id], signal);
      await client.send(
        new StopInstancesCommand({
          InstanceIds: [id],
          ...(power === 'cut' ? { Force: true, SkipOsShutdown: true } : {}),
        }),
        { abortSignal: signal },
      );
    },

    async reboot(id, signal) {
      await guard.assertOwn([id], signal);
      await client.send(new RebootInstancesCommand({ InstanceIds: [id] }), { abortSignal: signal });
    },

    async terminate(ids, power, signal) {
      if (ids.length === 0) return;
      await guard.assertOwn(ids, signal);
      await client.send(
        new TerminateInstancesCommand({
          InstanceIds: [...ids],
          ...(power === 'cut' ? { Force: true, SkipOsShutdown: true } : {}),
        }),
        { abortSignal: signal },
      );
    },

    async setSecurityGroups(id, groups, signal) {
      await guard.assertOwn([id, ...groups], signal);
      await client.send(new ModifyInstanceAttributeCommand({ InstanceId: id, Groups: [...groups] }), {
        abortSignal: signal,
      });
    },

    async setMetadataEndpoint(id, endpoint, signal) {
      await guard.assertOwn([id], signal);
      await client.send(
        new ModifyInstanceMetadataOptionsCommand({ InstanceId: id, HttpEndpoint: endpoint }),
        { abortSignal: signal },
      );
    },

    async consoleOutput(id, signal) {
      const answer = await client.send(new GetConsoleOutputCommand({ InstanceId: id }), {
        abortSignal: signal,
      });
      return Buffer.from(answer.Output ?? '', 'base64').toString('utf8');
    },
  };
}
