import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  startCloudInMemory,
  region,
  credentials,
  type CloudInMemory,
} from '../../../fixtures/cloud/server/cloud-in-memory';
import { leaseId } from '../../drill/lease';
import { seconds } from '../../drill/time';
import { connectCloud, type Cloud } from '../connect-cloud';
import type { VpcId } from '../ids';
import { entryText, type NetworkAclEntry } from '../network-acls';
import type { CloudRestore } from './cloud-restore';
import { cloudLeasesOf, type CloudLeases } from './cloud-leases';
import { leaseTag, leaseTags } from './lease-tags';

const { signal } = new AbortController();
const entry: NetworkAclEntry = {
  direction: 'egress',
  number: 99,
  action: 'deny',
  protocol: '6',
  cidr: '10.71.1.30/32',
  ports: { from: 8080, to: 8080 },
};
const restore: CloudRestore = {
  do: 'remove-entry',
  direction: 'egress',
  number: 99,
  entry: entryText(entry),
};

describe('leases in the cloud', () => {
  let memory: CloudInMemory;
  let cloud: Cloud;
  let vpcId: VpcId;
  let number = 0;
  /** The time of leases and janitor; the cloud's own goes on beside it. */
  let now = 1_000_000;

  before(async () => {
    memory = await startCloudInMemory();
    cloud = connectCloud({ endpoint: memory.endpoint, region, credentials, environment: 'staging' });
    vpcId = await cloud.network.ensureVpc('10.71.0.0/16', signal);
  });
  after(async () => {
    cloud.close();
    await memory.close();
  });

  const leases = (of: Cloud = cloud): CloudLeases => cloudLeasesOf(of.tags, of, { now: () => now });
  const terms = (fault = 'block-network') => {
    number += 1;
    const id = leaseId(fault, number.toString(16).padStart(8, '0'));
    return { id, fault, holder: 'run/drill', duration: seconds(20) };
  };
  /** A network ACL of its own, and whether the entry is in it. */
  const acl = async () => {
    number += 1;
    const subnet = await cloud.network.ensureSubnet(
      vpcId,
      `s${String(number)}`,
      `10.71.${String(number)}.0/24`,
      signal,
    );
    const { id } = await cloud.networkAcls.ensure(vpcId, subnet.name, subnet.id, signal);
    const isBlocked = async (): Promise<boolean> =>
      (await cloud.networkAcls.describe(id, signal)).entries.some((each) => each.action === 'deny');
    return { id, isBlocked, block: () => cloud.networkAcls.putEntry(id, entry, signal) };
  };

  it('are held until they run out, and then put back by the tags alone', async () => {
    const { id, isBlocked, block } = await acl();
    const held = terms();
    await leases().arm(id, held, restore, signal);
    await block();
    now += 19;
    assert.deepEqual(await leases().sweep(signal), []);
    assert.ok(await isBlocked());
    now += 2;
    assert.deepEqual(await leases().sweep(signal), [
      `${held.id} on ${id} ran out: entry removed: egress 99 deny 6 10.71.1.30/32 8080-8080`,
    ]);
    assert.ok(!(await isBlocked()));
    const end = await leases().revert(id, held.id, signal);
    assert.deepEqual([end?.by, end?.restored], ['expiry', 'the entry was gone']);
    assert.deepEqual(await leases().find(signal), []);
  });

  it('last as long as they are renewed, and not a moment longer', async () => {
    const { id, isBlocked, block } = await acl();
    const held = terms();
    await leases().arm(id, held, restore, signal);
    await block();
    for (let beat = 0; beat < 10; beat += 1) {
      now += 5;
      assert.equal(await leases().renew(id, held, signal), 'held');
      assert.deepEqual(await leases().sweep(signal), []);
    }
    now += 21;
    assert.equal(await leases().renew(id, held, signal), 'gone');
    await leases().sweep(signal);
    assert.ok(!(await isBlocked()));
    assert.equal(await leases().renew(id, held, signal), 'gone');
    await leases().revert(id, held.id, signal);
  });

  it('are put back by their holder, who takes every tag along', async () => {
    const { id, isBlocked, block } = await acl();
    const before = await cloud.tags.read(id, signal);
    const held = terms();
    await leases().arm(id, held, restore, signal);
    await block();
    const end = await leases().revert(id, held.id, signal);
    assert.equal(end?.by, 'release');
    assert.ok(!(await isBlocked()));
    assert.deepEqual(await cloud.tags.read(id, signal), before);
    assert.equal(await leases().revert(id, held.id, signal), undefined);
  });

  it('are enforced for a while after their end: an act that came late does not stay', async () => {
    const { id, isBlocked, block } = await acl();
    const held = terms();
    await leases().arm(id, held, restore, signal);
    now += 21;
    await leases().sweep(signal);
    await block();
    now += 3;
    assert.deepEqual(await leases().sweep(signal), []);
    assert.ok(!(await isBlocked()));
    await leases().revert(id, held.id, signal);
  });

  it('of two on one resource the second is refused, by name', async () => {
    const { id } = await acl();
    const first = terms();
    await leases().arm(id, first, restore, signal);
    await assert.rejects(
      leases().arm(id, terms(), restore, signal),
      new RegExp(`${id} is held by the lease ${first.id} of run/drill`),
    );
    now += 21;
    const next = terms();
    await leases().arm(id, next, restore, signal);
    await leases().revert(id, next.id, signal);
  });

  it('of another environment are neither found nor swept', async () => {
    const other = connectCloud({ endpoint: memory.endpoint, region, credentials, environment: 'production' });
    const { id, isBlocked, block } = await acl();
    const held = terms();
    await leases().arm(id, held, restore, signal);
    await block();
    now += 100;
    assert.deepEqual(await leases(other).find(signal), []);
    assert.deepEqual(await leases(other).sweep(signal), []);
    assert.ok(await isBlocked());
    await assert.rejects(leases(other).revert(id, held.id, signal), /is left alone/);
    await leases().revert(id, held.id, signal);
    other.close();
  });

  it('that somebody has scribbled on are told, and do not keep the janitor from the others', async () => {
    const broken = await acl();
    const { id, isBlocked, block } = await acl();
    await cloud.tags.set(broken.id, { [leaseTag]: 'held by me' }, signal);
    const held = terms();
    await leases().arm(id, held, restore, signal);
    await block();
    now += 21;
    await assert.rejects(leases().sweep(signal), /its tag firedrill:lease is not a lease: "held by me"/);
    assert.ok(!(await isBlocked()));
    await cloud.tags.remove(broken.id, [leaseTag], signal);
    await leases().revert(id, held.id, signal);
  });

  it('give back ingress rules with their descriptions, and only those that are missing', async () => {
    const group = await cloud.securityGroups.ensure(vpcId, 'jira', 'jira', signal);
    const rules = [
      { p: 'tcp', from: 8080, to: 8080, cidr: '10.71.0.20/32', description: 'the web server; "quoted"' },
      { p: 'tcp', from: 8080, to: 8080, group: group.id },
    ];
    await cloud.securityGroups.authorize(group.id, rules, signal);
    const held = terms('revoke-ingress');
    await leases().arm(group.id, held, { do: 'authorize-ingress', permissions: rules }, signal);
    await cloud.securityGroups.revoke(group.id, rules.slice(0, 1), signal);
    now += 21;
    await leases().sweep(signal);
    const sorted = (list: readonly object[]) => list.map((each) => JSON.stringify(each)).sort();
    assert.deepEqual(sorted(await cloud.securityGroups.rules(group.id, signal)), sorted(rules));
    await leases().revert(group.id, held.id, signal);
  });

  it('take ingress rules away, and only those that nobody has taken away by then', async () => {
    const group = await cloud.securityGroups.ensure(vpcId, 'mysql', 'mysql', signal);
    const port = { p: 'tcp', from: 3306, to: 3306 };
    const declared = { ...port, cidr: '10.71.1.0/24' };
    const opened = ['10.71.9.0/24', '10.71.8.0/24'].map((cidr) => ({
      ...port,
      cidr,
      description: 'for a look',
    }));
    const held = terms('delete-rows-from-outside');
    await leases().arm(group.id, held, { do: 'revoke-ingress', permissions: opened }, signal);
    await cloud.securityGroups.authorize(group.id, [declared, ...opened], signal);
    await cloud.securityGroups.revoke(group.id, opened.slice(1), signal);
    now += 21;
    assert.deepEqual(await leases().sweep(signal), [
      `${held.id} on ${group.id} ran out: revoked: tcp 3306 10.71.9.0/24`,
    ]);
    assert.deepEqual(await cloud.securityGroups.rules(group.id, signal), [declared]);
    const end = await leases().revert(group.id, held.id, signal);
    assert.deepEqual([end?.by, end?.restored], ['expiry', 'the rules were gone']);
  });
});

void it('a restore that no tags can hold is refused before anything is armed', () => {
  const permissions = Array.from({ length: 100 }, (_, index) => ({
    p: 'tcp',
    cidr: `10.0.${String(index)}.0/24`,
    description: 'x'.repeat(50),
  }));
  const lease = {
    ...{ id: leaseId('x', '00000000'), fault: 'x', holder: 'h', state: 'held' as const, at: 1 },
  };
  assert.throws(
    () => leaseTags({ ...lease, restore: { do: 'authorize-ingress', permissions } }),
    /does not fit into tags/,
  );
});
