import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { seconds } from '../../../drill/time';
import { readEnvironment } from '../../../environment/read-environment';
import { FakeShell } from '../../../faults/fake-shell';
import type { ActionContext, RunbookFacts } from '../context';
import { createVolumeThatMounts } from './create-volume-that-mounts';

const environment = readEnvironment(join(__dirname, '../../../../fixtures/environments/staging.yaml'));

/** A cloud with snapshots of these days of January 2026, the last of which so many do not mount. */
const cloudWith = (days: readonly number[], damaged: number) => {
  const volumes = new Map<string, { state: string; attachment?: { state: string } }>();
  const newestFirst = [...days].sort((one, other) => other - one).map((day) => `snap-${String(day)}`);
  const refuses = newestFirst.slice(0, damaged);
  const attached: string[] = [];
  const tags = { 'firedrill:volume': 'restored' };
  const cloud = {
    instances: {
      find: () => Promise.resolve([{ id: 'i-1', state: 'running', availabilityZone: 'a', devices: {} }]),
    },
    snapshots: {
      find: () =>
        Promise.resolve([
          ...days.map((day) => ({
            id: `snap-${String(day)}`,
            state: 'completed',
            startedAt: `2026-01-0${String(day)}T00:00:00Z`,
          })),
          { id: 'snap-9', state: 'pending', startedAt: '2026-01-09T00:00:00Z' },
        ]),
    },
    volumes: {
      create: ({ snapshotId }: { snapshotId: string }) => {
        const id = snapshotId.replace('snap', 'vol');
        volumes.set(id, { state: 'available' });
        return Promise.resolve({ id });
      },
      describe: (id: string) => {
        const found = volumes.get(id);
        if (found !== undefined) return Promise.resolve({ id, tags, ...found });
        return Promise.reject(Object.assign(new Error('gone'), { name: 'InvalidVolume.NotFound' }));
      },
      attach: (id: string) => {
        attached.push(id);
        volumes.set(id, { state: 'in-use', attachment: { state: 'attached' } });
        return Promise.resolve();
      },
      detach: (id: string) => Promise.resolve(void volumes.set(id, { state: 'available' })),
      delete: (id: string) => Promise.resolve(void volumes.delete(id)),
    },
  };
  const host = new FakeShell((command) => {
    const bad = refuses.includes(attached.at(-1)?.replace('vol', 'snap') ?? '');
    return command.includes('mount -t xfs') && bad ? { code: 32, stderr: 'mount: bad superblock\n' } : '';
  });
  return { cloud, host, attached, left: () => [...volumes.keys()] };
};

const run = ({ cloud, host }: ReturnType<typeof cloudWith>, facts: RunbookFacts = {}): Promise<string> => {
  const context = {
    ...{ environment, cloud, facts, target: 'ldap', budget: seconds(5), undoAtEnd: () => undefined },
    host: () => host,
  } as unknown as ActionContext;
  return createVolumeThatMounts.run({}, context, new AbortController().signal);
};

void test('the last snapshot is taken where it mounts', async () => {
  const world = cloudWith([1, 3, 2], 0);
  const facts: RunbookFacts = {};
  assert.match(await run(world, facts), /^vol-3 holds snap-3 of ldap, .* which can be mounted$/);
  assert.equal(facts.restoredVolume?.id, 'vol-3');
  assert.deepEqual(world.left(), ['vol-3']);
});

void test('from one that does not mount it goes back, says so, and leaves no volume of it', async () => {
  const world = cloudWith([1, 3, 2], 2);
  assert.match(
    await run(world),
    /^vol-1 holds snap-1 .*; not of snap-3 of .* \(mount: bad superblock\), nor of snap-2 of/,
  );
  assert.deepEqual([world.attached, world.left()], [['vol-3', 'vol-2', 'vol-1'], ['vol-1']]);
});

void test('three at most are tried, and that there is none is an error', async () => {
  const world = cloudWith([1, 2, 3, 4], 3);
  await assert.rejects(
    run(world),
    /no snapshot of ldap can be mounted: snap-4 .*, nor snap-3 .*, nor snap-2/,
  );
  assert.deepEqual(world.left(), []);
  await assert.rejects(run(cloudWith([], 0)), /there is none/);
});
