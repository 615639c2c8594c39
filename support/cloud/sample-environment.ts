import { milliseconds, seconds } from '../drill/time';
import { waitUntil } from '../drill/wait-until';
import type { Cloud } from './connect-cloud';
import type {
  ImageId,
  InstanceId,
  NetworkAclId,
  SecurityGroupId,
  SnapshotId,
  SubnetId,
  VolumeId,
  VpcId,
} from './ids';
import { allowAll } from './network-acls';

/** What a sample environment is to have; names and addresses may be those of another one in the same cloud. */
export interface SamplePlan {
  readonly imageId: string;
  readonly cidr: string;
  readonly subnets: readonly { readonly name: string; readonly cidr: string }[];
  readonly instances: readonly { readonly name: string; readonly subnet: string; readonly address: string }[];
}

export interface SampleInstance {
  readonly id: InstanceId;
  readonly groupId: SecurityGroupId;
  readonly volumeId: VolumeId;
  readonly snapshotId: SnapshotId;
}

export interface SampleEnvironment {
  readonly vpcId: VpcId;
  readonly subnets: ReadonlyMap<string, { readonly id: SubnetId; readonly aclId: NetworkAclId }>;
  readonly instances: ReadonlyMap<string, SampleInstance>;
}

const KEY_PAIR = 'sample';
const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE0t0X1Zt3r0rG6oJ0wVv1Z2bq1c3d4e5f6g7h8i9j0k sample';
const DEVICE = '/dev/xvdf';

/**
 * For tests: an environment's resources as provisioning makes them in the cloud, tags included, on a cloud that may hold
 * no real machines. Its golden set is `golden-sample`. Resolves when every instance runs.
 */
export async function makeSampleEnvironment(
  cloud: Cloud,
  environment: string,
  { imageId, cidr, subnets, instances }: SamplePlan,
  signal: AbortSignal,
): Promise<SampleEnvironment> {
  const vpcId = await cloud.network.ensureVpc(cidr, signal);
  const made = new Map<string, { id: SubnetId; aclId: NetworkAclId; zone: string }>();
  for (const { name, cidr: block } of subnets) {
    const { id, availabilityZone: zone } = await cloud.network.ensureSubnet(vpcId, name, block, signal);
    const { id: aclId } = await cloud.networkAcls.ensure(vpcId, name, id, signal);
    await cloud.networkAcls.setEntries(aclId, allowAll, signal);
    made.set(name, { id, aclId, zone });
  }
  const keyName = `${environment}-${KEY_PAIR}`;
  await cloud.keyPairs.ensure(keyName, PUBLIC_KEY, signal);
  const running = new Map<string, SampleInstance>();
  for (const { name, subnet, address } of instances) {
    const place = made.get(subnet);
    if (place === undefined) throw new Error(`${name} is in ${subnet}, which is no subnet of the sample`);
    const group = await cloud.securityGroups.ensure(vpcId, name, `${environment} ${name}`, signal);
    await cloud.securityGroups.setIngress(group, [{ port: 22, from: { cidr } }], signal);
    const { id } = await cloud.instances.run(
      {
        ...{ name, keyName, imageId: imageId as ImageId, type: 't3.micro', subnetId: place.id },
        ...{ privateAddress: address, public: false, securityGroupIds: [group.id], tags: {} },
      },
      signal,
    );
    const tags = { 'firedrill:volume': 'data' };
    const spec = { name, availabilityZone: place.zone, sizeGiB: 1, tags };
    const { id: volumeId } = await cloud.volumes.create(spec, signal);
    await until(`${id} to run`, async () => (await cloud.instances.describe(id, signal)).state === 'running');
    await until(
      `${volumeId} to be made`,
      async () => (await cloud.volumes.describe(volumeId, signal)).state === 'available',
    );
    await cloud.volumes.attach(volumeId, id, DEVICE, signal);
    const golden = { 'firedrill:golden': 'golden-sample', 'firedrill:instance': name };
    const snapshot = await cloud.snapshots.create(volumeId, `${environment}-${name}`, golden, signal);
    await until(
      `${snapshot.id} to be complete`,
      async () => (await cloud.snapshots.describe(snapshot.id, signal)).state === 'completed',
    );
    running.set(name, { id, groupId: group.id, volumeId, snapshotId: snapshot.id });
  }
  return { vpcId, subnets: made, instances: running };
}

const until = (subject: string, look: () => Promise<boolean>): Promise<boolean> =>
  waitUntil({
    subject,
    deadline: seconds(20),
    interval: milliseconds(5),
    attempt: seconds(10),
    signal: new AbortController().signal,
    observe: async () => ((await look()) ? { value: true } : { seen: 'not yet' }),
  });
