import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InstanceId, VolumeId } from '../../cloud/ids';
import type { Instance, InstanceState } from '../../cloud/instances';
import { environmentLease, progress, terms } from '../literal-terms';
import { terminateInstance } from './terminate-instance';

const { signal } = new AbortController();

const cloud = (states: readonly InstanceState[], answers: readonly boolean[] = [false]) => {
  const found = states.map((state, index) => ({
    ...({ id: `i-${String(index)}`, state } as Instance),
    devices: { '/dev/xvda': 'vol-1' as VolumeId, '/dev/xvdf': 'vol-2' as VolumeId },
  }));
  const terminated: string[] = [];
  let asked = 0;
  const fault = terminateInstance({
    struck: [
      {
        instance: 'jira',
        answers: () => Promise.resolve(answers[Math.min(asked++, answers.length - 1)] ?? false),
      },
    ],
    instances: {
      find: () => Promise.resolve(found.filter(({ id }) => !terminated.includes(id))),
      describe: (id) =>
        Promise.resolve({ id, state: terminated.includes(id) ? 'terminated' : 'running' } as Instance),
      terminate: (ids, power) => {
        assert.equal(power, 'cut');
        terminated.push(...ids);
        return Promise.resolve();
      },
    },
    environmentLease,
  });
  return { fault, terminated };
};

void test('the plan names the instance and its volumes by their ids and terminates nothing', async () => {
  const { fault, terminated } = cloud(['running']);
  const [change] = await fault.plan();
  assert.equal(change?.target, 'jira (i-0) with vol-1, vol-2');
  assert.equal(change.revert, 'nothing less: bring staging back to its golden snapshot');
  assert.deepEqual(
    (await fault.leases(signal)).map(({ location }) => location.kind),
    ['environment'],
  );
  assert.deepEqual(terminated, []);
});

void test('an instance that EC2 calls terminated and that answers no more is proof', async () => {
  const { fault } = cloud(['running'], [true, false]);
  await fault.inject(terms, progress, signal);
  const proof = await fault.prove(signal);
  assert.equal(proof.result, 'installed');
  assert.match(proof.observed, /jira \(i-0\) is terminated; its address does not answer/);
});

void test('two instances of one name are not touched', async () => {
  const { fault, terminated } = cloud(['running', 'running']);
  await assert.rejects(
    fault.inject(terms, progress, signal),
    /expected one running instance named jira, found i-0 running, i-1 running/,
  );
  assert.deepEqual(terminated, []);
  assert.equal((await fault.prove(signal)).result, 'skipped');
});

void test('of two instances that are struck at once, one that still runs is no proof', async () => {
  const states = new Map<string, InstanceState>([
    ['jira', 'running'],
    ['mysql', 'running'],
  ]);
  let looks = 0;
  const fault = terminateInstance({
    struck: ['jira', 'mysql'].map((instance) => ({ instance, answers: () => Promise.resolve(false) })),
    instances: {
      find: ({ Name: name = '' }) =>
        Promise.resolve([{ id: name, state: states.get(name), devices: {} } as unknown as Instance]),
      describe: (id) => {
        looks += 1;
        // MySQL's takes a moment longer.
        const state = id === ('mysql' as InstanceId) && looks <= 2 ? 'shutting-down' : 'terminated';
        return Promise.resolve({ id, state } as Instance);
      },
      terminate: (ids) => {
        assert.deepEqual(ids, ['jira', 'mysql']);
        return Promise.resolve();
      },
    },
    environmentLease,
  });
  assert.deepEqual(fault.strikes, ['jira', 'mysql']);
  await fault.inject(terms, progress, signal);
  const proof = await fault.prove(signal);
  assert.equal(proof.result, 'installed');
  assert.ok(looks > 2, 'it looked again');
  assert.match(proof.observed, /jira \(jira\) is terminated; .*mysql \(mysql\) is terminated;/);
});
