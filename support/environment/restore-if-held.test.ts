import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environmentLeaseTag } from './environment-lease';
import type { EnvironmentState } from './environment-state';
import type { OpenEnvironment } from './open-environment';
import { restoreIfHeld } from './restore-if-held';

const golden: EnvironmentState['golden'] = {
  ...{ set: 'golden-1', takenAt: '2026-01-02T03:04:05.000Z', revision: 'r-1' },
  content: { pages: 1, issues: 1, documents: 1, seed: 1 },
};

/** What is done to an environment of that state whose VPC has these tags. */
const doneTo = async (
  state: Partial<EnvironmentState>,
  tags: Readonly<Record<string, string>>,
): Promise<readonly string[]> => {
  const done: string[] = [];
  const open = {
    name: 'staging',
    state,
    cloud: {
      network: { find: () => Promise.resolve('vpc-1') },
      tags: { read: () => Promise.resolve(tags) },
    },
  } as unknown as OpenEnvironment;
  const by = {
    revertLeases: () => {
      done.push('leases reverted');
      return Promise.resolve({ ends: [], did: ['web: gave back its certificate'], doubts: [] });
    },
    restoreGoldenSnapshot: () => {
      done.push('golden snapshot');
      return Promise.resolve();
    },
  };
  const { signal } = new AbortController();
  await restoreIfHeld(open, (line) => void done.push(line), signal, by);
  return done;
};
const held = { [environmentLeaseTag]: 'lease-1 delete-volume run-1/jira' };

void test('an environment that a drill holds goes back before anything is built on it', async () => {
  assert.deepEqual(await doneTo({ golden }, held), [
    'staging is held by lease-1 delete-volume run-1/jira: it goes back to its golden snapshot first',
    'leases reverted',
    'web: gave back its certificate',
    'golden snapshot',
  ]);
});

void test('one that nobody holds, that is protected, or that has no golden snapshot is left as it is', async () => {
  assert.deepEqual(await doneTo({ golden }, {}), []);
  assert.deepEqual(await doneTo({ golden, protected: true }, held), []);
  assert.deepEqual(await doneTo({}, held), []);
});
