import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowAll, type NetworkAcl, type NetworkAclEntry } from '../../cloud/network-acls';
import { blockNetwork } from './block-network';
import type { CloudLeases } from '../../cloud/lease/cloud-leases';
import type { CloudRestore } from '../../cloud/lease/cloud-restore';
import { FakeShell } from '../fake-shell';
import { named, progress, terms } from '../literal-terms';

const { signal } = new AbortController();

/** One network ACL, and hosts whose connections end so once it has another entry; before they do as `before` says. */
const network = (
  connects: { readonly web: number; readonly monitor: number; readonly before?: number },
  present = allowAll,
) => {
  let entries: readonly NetworkAclEntry[] = present;
  const armed: CloudRestore[] = [];
  const acl = (): NetworkAcl => ({
    id: 'acl-1' as NetworkAcl['id'],
    subnet: 'public',
    subnetIds: [],
    entries,
  });
  const host = (code: number) =>
    new FakeShell(() => ({ code: entries === present ? (connects.before ?? 0) : code }));
  const fault = blockNetwork({
    from: { instance: 'web', subnet: 'public', host: host(connects.web), named: named('web (i-1)') },
    to: {
      instance: 'jira',
      address: '10.71.1.30',
      port: 8080,
      host: new FakeShell(() => ''),
      named: named('jira (i-2)'),
    },
    witness: { instance: 'monitor', host: host(connects.monitor) },
    aclOf: () => Promise.resolve(acl()),
    cloudLeases: {
      arm: (_: string, __: unknown, restore: CloudRestore) => Promise.resolve(void armed.push(restore)),
    } as unknown as CloudLeases,
    networkAcls: {
      putEntry: (_, entry) => {
        entries = [...entries, entry];
        return Promise.resolve();
      },
    },
  });
  const inject = async (): Promise<void> => {
    for (const part of await fault.leases(signal)) await part.arm(terms, signal);
    await fault.inject(terms, progress, signal);
  };
  return { fault, inject, armed, entries: () => entries };
};

void test('the plan names the entry that would be added, and adds none', async () => {
  const { fault, entries } = network({ web: 0, monitor: 0 });
  const [change] = await fault.plan();
  const entry = 'entry egress 99 deny 6 10.71.1.30/32 8080-8080';
  assert.deepEqual(change, {
    target: 'network ACL acl-1 of subnet public',
    change: `add ${entry}: web (i-1) no longer reaches jira (i-2)`,
    revert: `remove ${entry}, unless another stands in its place`,
  });
  assert.deepEqual(entries(), allowAll);
});

void test('silence from the one side and an open port from the other is proof', async () => {
  const { fault, inject } = network({ web: 124, monitor: 0 });
  await inject();
  assert.deepEqual(await fault.prove(signal), {
    result: 'installed',
    observed: 'a connection from web to jira (10.71.1.30:8080) is silent; one from monitor is open',
  });
});

void test('a port that is silent from everywhere proves another fault than this', async () => {
  const { fault, inject } = network({ web: 124, monitor: 124 });
  await inject();
  assert.equal((await fault.prove(signal)).result, 'indeterminate');
});

void test('a connection that still opens means that the fault is not there', async () => {
  const { fault, inject } = network({ web: 0, monitor: 0 });
  await inject();
  assert.equal((await fault.prove(signal)).result, 'skipped');
});

void test('the entry takes a number that is free, and its lease says to remove just this entry', async () => {
  const taken: NetworkAclEntry = {
    direction: 'egress',
    number: 99,
    action: 'allow',
    protocol: '6',
    cidr: '10.0.0.0/8',
  };
  const { inject, armed, entries } = network({ web: 124, monitor: 0 }, [...allowAll, taken]);
  await inject();
  assert.equal(entries().find(({ action }) => action === 'deny')?.number, 98);
  const entry = 'egress 98 deny 6 10.71.1.30/32 8080-8080';
  assert.deepEqual(armed, [{ do: 'remove-entry', direction: 'egress', number: 98, entry }]);
});

void test('where a connection is silent before, nothing is added: silence would prove nothing', async () => {
  const { fault, inject, entries } = network({ web: 124, monitor: 0, before: 124 });
  await assert.rejects(
    inject(),
    /a connection from web to jira \(10\.71\.1\.30:8080\) is silent before anything was done/,
  );
  assert.deepEqual(entries(), allowAll);
  assert.equal((await fault.prove(signal)).result, 'skipped');
});

void test('without a lease nothing is added', async () => {
  const { fault, entries } = network({ web: 0, monitor: 0 });
  await assert.rejects(fault.inject(terms, progress, signal), /no lease yet/);
  assert.deepEqual(entries(), allowAll);
});
