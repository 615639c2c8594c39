import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  AllocateAddressCommand,
  CreateImageCommand,
  CreateNetworkAclCommand,
  CreateSecurityGroupCommand,
  CreateSnapshotCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVolumeCommand,
  CreateVpcCommand,
  DeleteSecurityGroupCommand,
  ImportKeyPairCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  credentials,
  region,
  startCloudInMemory,
  type CloudInMemory,
} from '../../fixtures/cloud/server/cloud-in-memory';
import { leaseId } from '../drill/lease';
import { hours, milliseconds, minutes, seconds, type Milliseconds } from '../drill/time';
import { connectCloud, type Cloud } from './connect-cloud';
import type {
  AllocationId,
  ImageId,
  InstanceId,
  NetworkAclId,
  SecurityGroupId,
  SnapshotId,
  SubnetId,
  VolumeId,
  VpcId,
} from './ids';
import type { CloudRestore } from './lease/cloud-restore';
import { leaseTags } from './lease/lease-tags';
import { allowAll } from './network-acls';
import type { RunRight } from './run-right';
import { makeSampleEnvironment } from './sample-environment';

// Two environments with everything of the same names in one account, and resources that nobody has tagged.

const { signal } = new AbortController();
const environments = ['staging', 'production'] as const;
const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE0t0X1Zt3r0rG6oJ0wVv1Z2bq1c3d4e5f6g7h8i9j0k another';

/** One of each, all of the same owner. */
interface Resources {
  readonly vpc: VpcId;
  readonly subnet: SubnetId;
  readonly group: SecurityGroupId;
  readonly acl: NetworkAclId;
  readonly instance: InstanceId;
  readonly volume: VolumeId;
  readonly snapshot: SnapshotId;
  readonly image: ImageId;
  readonly address: AllocationId;
  readonly keyPair: string;
  readonly right: RunRight;
}

const terms = (duration: Milliseconds) => ({
  ...{ id: leaseId('stop-instance', '00000001'), fault: 'stop-instance', holder: 'run/drill' },
  duration,
});
const restore: CloudRestore = { do: 'start-instance' };
const entry = { ...(allowAll[0] as (typeof allowAll)[number]), number: 50 };
const rule = { p: 'tcp', from: 80, to: 80, cidr: '10.0.0.0/8' };
const ingress: CloudRestore = { do: 'authorize-ingress', permissions: [rule] };
const ioPause = { duration: minutes(1), role: 'arn:aws:iam::123456789012:role/firedrill-fault-injection' };
const spec = ({ subnet, group, image, keyPair }: Resources) => ({
  ...{ name: 'jira', imageId: image, type: 't3.micro', subnetId: subnet, keyName: keyPair },
  ...{ public: false, securityGroupIds: [group], tags: {} },
});

/** An attempt to change what is given. */
type Attempt = (cloud: Cloud, its: Resources) => Promise<unknown>;

type Entry =
  | 'reads'
  /** Changes what it is given, and may make something beside it. */
  | { readonly changes: Attempt }
  /** Takes nothing of anybody: what it makes is its own. */
  | { readonly makes: Attempt }
  /** Finds by itself what it changes, and only its own. */
  | { readonly findsItsOwn: Attempt }
  | { readonly exempt: string };

/** Every function of every port: one that is not here fails the first test below. */
const functions: Readonly<Record<Exclude<keyof Cloud, 'close'>, Readonly<Record<string, Entry>>>> = {
  instances: {
    run: { changes: (cloud, its) => cloud.instances.run(spec(its), signal) },
    find: 'reads',
    describe: 'reads',
    status: 'reads',
    statuses: 'reads',
    consoleOutput: 'reads',
    start: { changes: (cloud, { instance }) => cloud.instances.start(instance, signal) },
    stop: { changes: (cloud, { instance }) => cloud.instances.stop(instance, 'cut', signal) },
    reboot: { changes: (cloud, { instance }) => cloud.instances.reboot(instance, signal) },
    terminate: { changes: (cloud, { instance }) => cloud.instances.terminate([instance], 'cut', signal) },
    setMetadataEndpoint: {
      changes: (cloud, { instance }) => cloud.instances.setMetadataEndpoint(instance, 'disabled', signal),
    },
    setSecurityGroups: {
      changes: (cloud, { instance, group }) => cloud.instances.setSecurityGroups(instance, [group], signal),
    },
  },
  volumes: {
    create: {
      changes: (cloud, { snapshot }) =>
        cloud.volumes.create(
          { name: 'jira', availabilityZone: `${region}a`, snapshotId: snapshot, tags: {} },
          signal,
        ),
    },
    describe: 'reads',
    find: 'reads',
    modification: 'reads',
    status: 'reads',
    attach: {
      changes: (cloud, { volume, instance }) => cloud.volumes.attach(volume, instance, '/dev/xvdg', signal),
    },
    detach: { changes: (cloud, { volume }) => cloud.volumes.detach(volume, true, signal) },
    setDeleteOnTermination: {
      changes: (cloud, { instance }) =>
        cloud.volumes.setDeleteOnTermination(instance, '/dev/xvdf', true, signal),
    },
    grow: { changes: (cloud, { volume }) => cloud.volumes.grow(volume, 2, signal) },
    setTags: { changes: (cloud, { volume }) => cloud.volumes.setTags(volume, { a: 'b' }, signal) },
    delete: { changes: (cloud, { volume }) => cloud.volumes.delete(volume, signal) },
  },
  snapshots: {
    create: { changes: (cloud, { volume }) => cloud.snapshots.create(volume, 'name', {}, signal) },
    describe: 'reads',
    find: 'reads',
    ofEnvironment: 'reads',
    setTags: { changes: (cloud, { snapshot }) => cloud.snapshots.setTags([snapshot], { a: 'b' }, signal) },
    delete: { changes: (cloud, { snapshot }) => cloud.snapshots.delete(snapshot, signal) },
  },
  images: {
    ofEnvironment: 'reads',
    newestPublic: 'reads',
    find: 'reads',
    describe: 'reads',
    create: { changes: (cloud, { instance }) => cloud.images.create(instance, 'another', {}, signal) },
    remove: {
      changes: async (cloud, { image }) =>
        cloud.images.remove(await cloud.images.describe(image, signal), signal),
    },
  },
  network: {
    find: 'reads',
    subnets: 'reads',
    ensureVpc: { makes: (cloud) => cloud.network.ensureVpc('10.99.0.0/16', signal) },
    ensureSubnet: {
      changes: (cloud, { vpc }) => cloud.network.ensureSubnet(vpc, 'another', '10.71.9.0/24', signal),
    },
    ensureInternet: {
      changes: (cloud, { vpc, subnet }) => cloud.network.ensureInternet(vpc, [subnet], signal),
    },
    remove: { changes: (cloud, { vpc }) => cloud.network.remove(vpc, signal, () => Promise.resolve()) },
  },
  securityGroups: {
    find: 'reads',
    rules: 'reads',
    ensure: {
      changes: (cloud, { vpc }) => cloud.securityGroups.ensure(vpc, 'another', 'another', signal),
    },
    authorize: { changes: (cloud, { group }) => cloud.securityGroups.authorize(group, [rule], signal) },
    revoke: { changes: (cloud, { group }) => cloud.securityGroups.revoke(group, [rule], signal) },
    setIngress: {
      changes: (cloud, { group }) =>
        cloud.securityGroups.setIngress(
          { id: group, name: 'jira', ingress: [] },
          [{ port: 80, from: { cidr: '10.0.0.0/8' } }],
          signal,
        ),
    },
    remove: {
      changes: (cloud, { group }) =>
        cloud.securityGroups.remove([{ id: group, name: 'jira', ingress: [] }], signal),
    },
  },
  networkAcls: {
    find: 'reads',
    describe: 'reads',
    ensure: {
      changes: (cloud, { vpc, subnet }) => cloud.networkAcls.ensure(vpc, 'another', subnet, signal),
    },
    putEntry: { changes: (cloud, { acl }) => cloud.networkAcls.putEntry(acl, entry, signal) },
    removeEntry: { changes: (cloud, { acl }) => cloud.networkAcls.removeEntry(acl, 'egress', 100, signal) },
    setEntries: { changes: (cloud, { acl }) => cloud.networkAcls.setEntries(acl, [entry], signal) },
    remove: { changes: (cloud, { acl }) => cloud.networkAcls.remove(acl, signal) },
  },
  addresses: {
    find: 'reads',
    ensure: { makes: (cloud) => cloud.addresses.ensure('another', signal) },
    associate: {
      changes: (cloud, { address, instance }) => cloud.addresses.associate(address, instance, signal),
    },
    release: { changes: (cloud, { address }) => cloud.addresses.release(address, signal) },
  },
  keyPairs: {
    ensure: { changes: (cloud, { keyPair }) => cloud.keyPairs.ensure(keyPair, publicKey, signal) },
    remove: { changes: (cloud, { keyPair }) => cloud.keyPairs.remove(keyPair, signal) },
  },
  tags: {
    read: 'reads',
    withKey: 'reads',
    set: { changes: (cloud, { vpc }) => cloud.tags.set(vpc, { a: 'b' }, signal) },
    remove: { changes: (cloud, { vpc }) => cloud.tags.remove(vpc, ['Name'], signal) },
  },
  ioPauses: {
    start: { changes: (cloud, { volume }) => cloud.ioPauses.start(volume, ioPause, signal) },
    describe: 'reads',
    end: { changes: (cloud, { volume }) => cloud.ioPauses.end(volume, signal) },
  },
  leases: {
    find: 'reads',
    arm: { changes: (cloud, { volume }) => cloud.leases.arm(volume, terms(seconds(20)), restore, signal) },
    renew: { changes: (cloud, { instance }) => cloud.leases.renew(instance, terms(seconds(20)), signal) },
    revert: {
      changes: (cloud, { group }) => cloud.leases.revert(group, terms(seconds(20)).id, signal),
    },
    // On each environment's ACL there is a lease that has run out.
    sweep: { findsItsOwn: (cloud) => cloud.leases.sweep(signal) },
  },
  rights: {
    holder: 'reads',
    take: { exempt: 'it makes the right that all others ask for, in the VPC that it finds by its own tag' },
    renew: { changes: (cloud, { right }) => cloud.rights.renew(right, 60, signal) },
    release: { findsItsOwn: (cloud, { right }) => cloud.rights.release(right, signal) },
  },
};

const changing = Object.entries(functions).flatMap(([port, entries]) =>
  Object.entries(entries).flatMap(([name, entry]) =>
    typeof entry === 'string' || 'exempt' in entry ? [] : [{ title: `${port}.${name}`, entry }],
  ),
);

describe('the guard of the cloud', () => {
  let memory: CloudInMemory;
  const clouds: Cloud[] = [];
  const resources = new Map<string, Resources>();
  const resourcesOf = (owner: string): Resources => {
    const found = resources.get(owner);
    assert.ok(found !== undefined, `there are resources of ${owner}`);
    return found;
  };
  const connect = (environment: string, right?: RunRight): Cloud => {
    const cloud = connectCloud({
      ...{ endpoint: memory.endpoint, region, credentials, environment },
      ...(right === undefined ? {} : { right }),
    });
    clouds.push(cloud);
    return cloud;
  };
  /** Every action so far that is no question. */
  const changes = (): readonly string[] =>
    memory.actions.filter((action) => !/^(Describe|Get|List)/.test(action));

  before(async () => {
    memory = await startCloudInMemory();
    for (const environment of environments) {
      const cloud = connect(environment);
      const plan = {
        ...{ imageId: memory.imageId, cidr: '10.71.0.0/16' },
        subnets: [{ name: 'application', cidr: '10.71.1.0/24' }],
        instances: [{ name: 'jira', subnet: 'application', address: '10.71.1.30' }],
      };
      const { vpcId, subnets, instances } = await makeSampleEnvironment(cloud, environment, plan, signal);
      const [subnet, jira] = [subnets.get('application'), instances.get('jira')];
      assert.ok(subnet !== undefined && jira !== undefined);
      const image = await cloud.images.create(jira.id, `${environment}-jira`, {}, signal);
      // Leases that are in force, and one that the janitor is to end.
      await cloud.leases.arm(jira.id, terms(hours(1)), restore, signal);
      await cloud.leases.arm(jira.groupId, terms(hours(1)), ingress, signal);
      const denied: CloudRestore = { do: 'remove-entry', direction: 'egress', number: 99, entry: '' };
      await cloud.leases.arm(subnet.aclId, terms(milliseconds(-60_000)), denied, signal);
      const { id: address } = await cloud.addresses.ensure('jira', signal);
      const right = await cloud.rights.take({ run: 'the run', claim: environment }, 600, signal);
      resources.set(environment, {
        ...{ vpc: vpcId, subnet: subnet.id, acl: subnet.aclId, right, image, address },
        ...{ instance: jira.id, group: jira.groupId, volume: jira.volumeId, snapshot: jira.snapshotId },
        keyPair: `${environment}-sample`,
      });
    }
    resources.set('nobody', await untagged(memory));
  });
  after(async () => {
    for (const cloud of clouds) cloud.close();
    await memory.close();
  });

  it('knows every function of every port: a new one must say what it changes', () => {
    const ports = Object.entries(connect('staging')).filter(([port]) => port !== 'close');
    for (const [port, own] of ports) {
      assert.deepEqual(
        Object.keys(functions[port as keyof typeof functions]).sort(),
        Object.keys(own as object).sort(),
        `functions of support/cloud's ${port}`,
      );
    }
    assert.deepEqual(Object.keys(functions).sort(), ports.map(([port]) => port).sort());
  });

  for (const { title, entry } of changing) {
    it(`${title} is refused to a run whose right another has taken`, async () => {
      // A VPC of its own is made only where there is none.
      const environment = 'makes' in entry ? 'nowhere yet' : 'staging';
      const lost = 'sg-0123456789abcdef0' as RunRight;
      const cloud = connect(environment, lost);
      const before = changes().length;
      const attempt = 'changes' in entry ? entry.changes : 'makes' in entry ? entry.makes : entry.findsItsOwn;
      await assert.rejects(attempt(cloud, resourcesOf('staging')), /has lost its right to change/);
      assert.deepEqual(changes().slice(before), []);
    });
  }

  for (const owner of ['production', 'nobody']) {
    for (const { title, entry } of changing) {
      if ('makes' in entry) continue;
      it(`${title} changes nothing of ${owner}'s when staging asks for it, whatever it is named`, async () => {
        const cloud = connect('staging');
        const before = changes().length;
        if ('changes' in entry) {
          await assert.rejects(
            entry.changes(cloud, resourcesOf(owner)),
            /is left alone: its tag firedrill:environment must be "staging", but it carries/,
          );
          assert.deepEqual(changes().slice(before), []);
        } else {
          await entry.findsItsOwn(cloud, resourcesOf(owner));
          const { acl, right } = resourcesOf(owner);
          if (owner === 'nobody') return;
          assert.match((await cloud.tags.read(acl, signal))['firedrill:lease'] ?? '', /^held /);
          assert.equal((await connect(owner).rights.holder(signal))?.right, right);
        }
      });
    }
  }

  it('attaches neither a strange volume to its own instance nor its own to a strange one', async () => {
    const cloud = connect('staging');
    const [own, strange] = [resourcesOf('staging'), resourcesOf('production')];
    for (const [volume, instance] of [
      [own.volume, strange.instance],
      [strange.volume, own.instance],
    ] as const) {
      await assert.rejects(cloud.volumes.attach(volume, instance, '/dev/xvdg', signal), /is left alone/);
    }
  });

  it('lets a run change what is its own until another deletes its right to take over', async () => {
    const { right, volume } = resourcesOf('staging');
    const cloud = connect('staging', right);
    await cloud.volumes.setTags(volume, { still: 'held' }, signal);
    await memory.client.send(new DeleteSecurityGroupCommand({ GroupId: right }));
    await assert.rejects(
      cloud.volumes.setTags(volume, { still: 'held' }, signal),
      new RegExp(`this run has lost its right to change staging: ${right} is gone`),
    );
  });
});

/** As somebody makes them who knows nothing of Firedrill: with its names, and without its tags. */
async function untagged({ client, imageId }: CloudInMemory): Promise<Resources> {
  const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: '10.71.0.0/16' }));
  const vpc = Vpc?.VpcId as VpcId;
  const { Subnet } = await client.send(
    new CreateSubnetCommand({ VpcId: vpc, CidrBlock: '10.71.1.0/24', AvailabilityZone: `${region}a` }),
  );
  const subnet = Subnet?.SubnetId as SubnetId;
  const group = async (GroupName: string): Promise<string> => {
    const command = new CreateSecurityGroupCommand({ VpcId: vpc, GroupName, Description: 'x' });
    return (await client.send(command)).GroupId ?? '';
  };
  const jira = (await group('jira')) as SecurityGroupId;
  const { NetworkAcl } = await client.send(new CreateNetworkAclCommand({ VpcId: vpc }));
  const keyPair = 'nobody-sample';
  await client.send(
    new ImportKeyPairCommand({ KeyName: keyPair, PublicKeyMaterial: Buffer.from(publicKey) }),
  );
  const { Instances } = await client.send(
    new RunInstancesCommand({
      ...{ MinCount: 1, MaxCount: 1, ImageId: imageId, InstanceType: 't3.micro' },
      ...{ SubnetId: subnet, SecurityGroupIds: [jira], KeyName: keyPair },
    }),
  );
  const instance = Instances?.[0]?.InstanceId as InstanceId;
  const { VolumeId } = await client.send(
    new CreateVolumeCommand({ AvailabilityZone: `${region}a`, Size: 1, VolumeType: 'gp3' }),
  );
  const volume = VolumeId as VolumeId;
  // Somebody's idea of a lease, where there is no environment that it could be of.
  const lease = { ...terms(hours(1)), state: 'held' as const, at: 2_000_000_000 };
  for (const [resource, what] of [
    [instance, restore],
    [jira, ingress],
  ] as const) {
    const Tags = Object.entries(leaseTags({ ...lease, restore: what })).map(([Key, Value]) => ({
      Key,
      Value,
    }));
    await client.send(new CreateTagsCommand({ Resources: [resource], Tags }));
  }
  const { SnapshotId } = await client.send(new CreateSnapshotCommand({ VolumeId: volume }));
  const { AllocationId } = await client.send(new AllocateAddressCommand({ Domain: 'vpc' }));
  const { ImageId } = await client.send(new CreateImageCommand({ InstanceId: instance, Name: 'jira' }));
  return {
    ...{ vpc, subnet, group: jira, acl: NetworkAcl?.NetworkAclId as NetworkAclId, instance, volume, keyPair },
    snapshot: SnapshotId as SnapshotId,
    address: AllocationId as AllocationId,
    image: ImageId as ImageId,
    right: (await group('firedrill-right')) as RunRight,
  };
}
