import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowAll, type NetworkAcl, type NetworkAclEntry } from '../cloud/network-acls';
import { blockNetwork } from './block-network';
import { FakeShell } from './fake-shell';

const { signal } = new AbortController();

/** One network ACL, and hosts whose connections it decides. */
const network = (connects: { readonly web: number; readonly monitor: number }, present = allowAll) => {
  let entries: readonly NetworkAclEntry[] = present;
  const acl = (): NetworkAcl => ({
    id: 'acl-1' as NetworkAcl['id'],
    subnet: 'public',
    subnetIds: [],
    entries,
  });
  const host = (code: number) => new FakeShell(() => ({ code }));
  const fault = blockNetwork({
    from: { instance: 'web', subnet: 'public', host: host(connects.web) },
    to: { instance: 'jira', address: '10.71.1.30', port: 8080 },
    witness: { instance: 'monitor', host: host(connects.monitor) },
    aclOf: () => Promise.resolve(acl()),
    networkAcls: {
      describe: () => Promise.resolve(acl()),
      putEntry: (_, entry) => {
        entries = [...entries, entry];
        return Promise.resolve();
      },
      removeEntry: (_, direction, number) => {
        entries = entries.filter((entry) => entry.direction !== direction || entry.number !== number);
        return Promise.resolve();
      },
    },
  });
  return { fault, entries: () => entries, put: (changed: readonly NetworkAclEntry[]) => (entries = changed) };
};

void test('the plan names the entry that would be added, and adds none', async () => {
  const { fault, entries } = network({ web: 0, monitor: 0 });
  const [change] = await fault.plan();
  assert.equal(change?.change, 'add entry: egress 99 deny 6 10.71.1.30/32 8080-8080 (web to jira)');
  assert.deepEqual(entries(), allowAll);
});

void test('silence from the one side and an open port from the other is proof', async () => {
  const { fault } = network({ web: 124, monitor: 0 });
  await fault.inject(signal);
  assert.deepEqual(await fault.prove(signal), {
    result: 'installed',
    observed: 'a connection from web to jira (10.71.1.30:8080) is silent; one from monitor is open',
  });
});

void test('a port that is silent from everywhere proves another fault than this', async () => {
  const { fault } = network({ web: 124, monitor: 124 });
  await fault.inject(signal);
  assert.equal((await fault.prove(signal)).result, 'indeterminate');
});

void test('a connection that still opens means that the fault is not there', async () => {
  const { fault } = network({ web: 0, monitor: 0 });
  await fault.inject(signal);
  assert.equal((await fault.prove(signal)).result, 'skipped');
});

void test('reverting leaves the entries as they were, also those that were not declared', async () => {
  const taken: NetworkAclEntry = {
    direction: 'egress',
    number: 99,
    action: 'allow',
    protocol: '6',
    cidr: '10.0.0.0/8',
  };
  const { fault, entries } = network({ web: 124, monitor: 0 }, [...allowAll, taken]);
  await fault.inject(signal);
  assert.equal(entries().find(({ action }) => action === 'deny')?.number, 98);
  await fault.revert(signal);
  await fault.revert(signal);
  assert.deepEqual(entries(), [...allowAll, taken]);
});

void test('an entry that somebody put in the place of ours is left alone', async () => {
  const { fault, entries, put } = network({ web: 124, monitor: 0 });
  await fault.inject(signal);
  const other: NetworkAclEntry = {
    direction: 'egress',
    number: 99,
    action: 'allow',
    protocol: '-1',
    cidr: '0.0.0.0/0',
  };
  put([...allowAll, other]);
  await fault.revert(signal);
  assert.deepEqual(entries(), [...allowAll, other]);
});
