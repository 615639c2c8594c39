import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Fault } from '../drill/fault';
import { openJournal, type Journal } from '../drill/journal/journal';
import { readJournal } from '../drill/journal/read-journal';
import { leaseId, type LeasePart } from '../drill/lease';
import { seconds } from '../drill/time';
import { ManualTimer } from '../drill/timer';
import { readEnvironment } from '../environment/read-environment';
import { FaultLease } from './fault-lease';
import { GuardRails } from './guard-rails';

const { signal } = new AbortController();
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const environment = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));

interface World {
  readonly arm?: (name: string) => Promise<void>;
  readonly renew?: (name: string) => Promise<'held' | 'gone'>;
  readonly revert?: (name: string) => Promise<void>;
  readonly inject?: () => Promise<void>;
  readonly journal?: (real: Journal) => Journal;
}

/** A fault with two reverts, on the host and in the cloud, that notes what is done to it. */
const faultIn = (world: World = {}) => {
  const done: string[] = [];
  const part = (name: 'host' | 'cloud'): LeasePart => ({
    location: name === 'host' ? { kind: 'host', instance: 'jira' } : { kind: 'cloud', resource: 'vol-1' },
    description: name,
    arm: async () => {
      await world.arm?.(name);
      done.push(`armed ${name}`);
    },
    renew: () => world.renew?.(name) ?? Promise.resolve('held'),
    revert: async () => {
      await world.revert?.(name);
      done.push(`reverted ${name}`);
      return undefined;
    },
  });
  const fault: Fault = {
    name: 'detach-volume',
    strikes: ['jira'],
    plan: () => Promise.resolve([]),
    leases: () => Promise.resolve([part('host'), part('cloud')]),
    inject: async (_, progress) => {
      done.push('acted');
      await progress.halfway();
      await world.inject?.();
    },
    prove: () => Promise.resolve({ result: 'installed', observed: 'it is gone' }),
  };
  const folder = mkdtempSync(join(tmpdir(), 'fault-lease-'));
  folders.push(folder);
  const file = join(folder, 'journal');
  const real = openJournal(file);
  const lost: string[] = [];
  const timer = new ManualTimer();
  const rails = new GuardRails({
    environment,
    protection: () => Promise.resolve([]),
    disputes: () => Promise.resolve([]),
  });
  const take = async () =>
    FaultLease.take(
      {
        admission: await rails.admit(fault, undefined, signal),
        terms: {
          id: leaseId('detach-volume', '00000001'),
          fault: 'detach-volume',
          holder: 'run/drill',
          duration: seconds(20),
        },
        changes: [],
        journal: world.journal?.(real) ?? real,
        heartbeat: seconds(5),
        timer,
        onLost: (why) => lost.push(why.message),
      },
      signal,
    );
  const steps = (): readonly string[] =>
    readJournal(file).entries.map(({ record }) => (record.type === 'lease' ? record.step : record.type));
  return { take, done, lost, steps, timer };
};

void test('every revert is armed, and noted, before the fault acts; released, the last is reverted first', async () => {
  const { take, done, steps } = faultIn();
  const lease = await take();
  await lease.inject(signal);
  await lease.release();
  await lease.release();
  assert.deepEqual(done, ['armed host', 'armed cloud', 'acted', 'reverted cloud', 'reverted host']);
  assert.deepEqual(steps(), [
    'arming',
    'armed',
    'installing',
    'half-installed',
    'installed',
    'reverting',
    'reverted',
  ]);
});

void test('where one revert cannot be armed, the fault does not act and what was armed is reverted', async () => {
  const { take, done } = faultIn({
    arm: (name) => (name === 'cloud' ? Promise.reject(new Error('held by another')) : Promise.resolve()),
  });
  await assert.rejects(take(), /held by another/);
  assert.deepEqual(done, ['armed host', 'reverted cloud', 'reverted host']);
});

void test('an intent that cannot be written down is not acted on, and what was armed before is reverted', async () => {
  for (const [unwritable, acted] of [
    ['arming', []],
    ['armed', ['armed host', 'armed cloud', 'reverted cloud', 'reverted host']],
  ] as const) {
    const { take, done } = faultIn({
      journal: (real) => ({
        ...real,
        append: (record) => {
          if (record.type === 'lease' && record.step === unwritable) throw new Error('no space left');
          real.append(record);
        },
      }),
    });
    await assert.rejects(take(), /no space left/);
    assert.deepEqual(done, acted);
  }
});

void test('what cannot be written down any more is reverted all the same, and the loss is told', async () => {
  let full = false;
  const { take, done } = faultIn({
    journal: (real) => ({
      ...real,
      append: (record) => {
        if (full) throw new Error('no space left');
        real.append(record);
      },
    }),
  });
  const lease = await take();
  await lease.inject(signal);
  full = true;
  await assert.rejects(lease.release(), /no space left/);
  assert.deepEqual(done.slice(-2), ['reverted cloud', 'reverted host']);
});

void test('a lease that has ended elsewhere is lost, is told once, and nothing is injected under it', async () => {
  const { take, done, lost, timer } = faultIn({ renew: () => Promise.resolve('gone') });
  const lease = await take();
  await timer.advance(5_000);
  await assert.rejects(lease.inject(signal), /has ended: nothing is injected any more/);
  await timer.advance(60_000);
  assert.deepEqual(lost, ['the lease detach-volume-00000001 was lost: it has ended on host jira']);
  assert.ok(!done.includes('acted'));
  await lease.release();
});

void test('a lease that ran out while the fault was injected counts as lost', async () => {
  let held = true;
  const { take } = faultIn({
    renew: () => Promise.resolve(held ? 'held' : 'gone'),
    inject: () => Promise.resolve(void (held = false)),
  });
  const lease = await take();
  await assert.rejects(lease.inject(signal), /ran out while detach-volume was injected/);
  await lease.release();
});

void test('a place that does not answer is asked again, and the lease is lost when it has lasted its time', async () => {
  let answers = false;
  const { take, lost, timer } = faultIn({
    renew: () => (answers ? Promise.resolve('held') : Promise.reject(new Error('no route to the host'))),
  });
  const lease = await take();
  await timer.advance(15_000);
  answers = true;
  await timer.advance(60_000);
  answers = false;
  await timer.advance(19_000);
  assert.deepEqual(lost, []);
  await timer.advance(6_000);
  assert.match(lost.join(), /was not renewed on .* for 2\d s; last: no route to the host/);
  await lease.release();
});

void test('a lease that is lost in one place is renewed in no other: there it runs out too', async () => {
  const renewed: string[] = [];
  const { take, lost, timer } = faultIn({
    renew: (name) => {
      renewed.push(name);
      return name === 'cloud' ? Promise.resolve('held') : Promise.reject(new Error('no route to the host'));
    },
  });
  await (await take()).inject(signal);
  await timer.advance(seconds(25));
  assert.equal(lost.length, 1);
  renewed.length = 0;
  await timer.advance(seconds(60));
  assert.deepEqual(renewed, []);
});

void test('one part that cannot be reverted does not keep the other, is named, and may be tried again', async () => {
  let reachable = false;
  const { take, done, steps, timer } = faultIn({
    revert: (name) =>
      name === 'cloud' && !reachable ? Promise.reject(new Error('throttled')) : Promise.resolve(),
  });
  const lease = await take();
  const released = assert.rejects(lease.release(), /detach-volume-00000001 on vol-1: throttled/);
  await timer.advance(60_000);
  await released;
  assert.ok(done.includes('reverted host'));
  assert.equal(steps().at(-1), 'revert-failed');
  reachable = true;
  await lease.release();
  assert.equal(steps().at(-1), 'reverted');
});
