import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { drillOnly } from '../../environment/drill-snapshots';
import type { OpenEnvironment } from '../../environment/open-environment';
import { readEnvironment } from '../../environment/read-environment';
import { freeEnvironment } from './free-environment';

const staging = readEnvironment(join(__dirname, '../../../fixtures/environments/staging.yaml'));
const { signal } = new AbortController();

/** What is left, and whether the lease was ended, where the drill renewed these secrets and took these snapshots. */
async function freed(renewed: readonly string[], taken: readonly string[]) {
  let free = false;
  const cloud = {
    snapshots: {
      find: (tags: unknown) => {
        assert.deepEqual(tags, drillOnly);
        return Promise.resolve(taken.map((id) => ({ id })));
      },
    },
    network: { find: () => Promise.resolve('vpc-1') },
    instances: { find: () => Promise.resolve([]) },
    leases: { find: () => Promise.resolve([]) },
    tags: {
      read: () => Promise.resolve({}),
      remove: () => {
        free = true;
        return Promise.resolve();
      },
    },
  };
  // Nothing that would be looked at is there, so that looking finds something.
  const open = {
    name: 'staging',
    environment: { ...staging, instances: [] },
    cloud,
    dataVolumes: () => Promise.resolve([]),
  };
  const left = await freeEnvironment(open as unknown as OpenEnvironment, { renewed: () => renewed }, signal);
  return { left, free };
}

void test('secrets that are kept nowhere else, and snapshots of the drill, keep the environment held until its reset', async () => {
  assert.deepEqual(await freed(['tls.web'], ['snap-1']), {
    left: [
      'tls.web was renewed, which is kept nowhere else',
      'snap-1 was taken for the drill only, and is left',
    ],
    free: false,
  });
  assert.equal((await freed([], ['snap-1'])).free, false);
});

void test('where there is nothing of the kind the environment is free, and is looked at', async () => {
  const { left, free } = await freed([], []);
  assert.equal(free, true);
  assert.match(left.join(), /^the network: /);
});
