import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Fault } from '../drill/fault';
import type { Journal } from '../drill/journal/journal';
import { leaseId, type LeaseLocation } from '../drill/lease';
import { seconds } from '../drill/time';
import { ManualTimer } from '../drill/timer';
import { readEnvironment } from '../environment/read-environment';
import { FaultLease } from './fault-lease';
import { Admission, GuardRails, type GuardedEnvironment } from './guard-rails';

const { signal } = new AbortController();
const environment = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));

const railsOn = (guarded: Partial<GuardedEnvironment> = {}): GuardRails =>
  new GuardRails({
    environment,
    protection: () => Promise.resolve([]),
    disputes: () => Promise.resolve([]),
    ...guarded,
  });

interface Literal {
  readonly revert?: () => Promise<void>;
  readonly locations?: readonly LeaseLocation[];
}

/** A fault that strikes these, and what became of it. */
const faultOn = (strikes: readonly string[], { revert, locations }: Literal = {}) => {
  const done: string[] = [];
  const held = locations ?? strikes.map((instance): LeaseLocation => ({ kind: 'host', instance }));
  const fault: Fault = {
    name: 'hang-application',
    strikes,
    plan: () => Promise.resolve([]),
    leases: () =>
      Promise.resolve(
        held.map((location) => ({
          location,
          description: 'let it go on',
          arm: () => Promise.resolve(void done.push('armed')),
          renew: () => Promise.resolve('held' as const),
          revert: async () => {
            await revert?.();
            done.push('reverted');
            return undefined;
          },
        })),
      ),
    inject: () => Promise.resolve(void done.push('injected')),
    prove: () => Promise.resolve({ result: 'installed', observed: 'it hangs' }),
  };
  return { fault, done };
};

const journal = { append: () => undefined, close: () => undefined } as unknown as Journal;
let taken = 0;

const take = (admission: Admission, timer = new ManualTimer()): Promise<FaultLease> => {
  taken += 1;
  const id = leaseId('hang-application', taken.toString(16).padStart(8, '0'));
  const terms = { id, fault: 'hang-application', holder: 'run/drill', duration: seconds(20) };
  return FaultLease.take(
    { admission, terms, changes: [], journal, timer, heartbeat: seconds(5), onLost: () => undefined },
    signal,
  );
};

void test('a fault within the limits is let pass, and its lease arms what was looked at', async () => {
  const { fault, done } = faultOn(['jira']);
  const lease = await take(await railsOn().admit(fault, undefined, signal));
  await lease.inject(signal);
  await lease.release();
  assert.deepEqual(done, ['armed', 'injected', 'reverted']);
});

void test('without a janitor that may act, faults in the cloud are refused, and others are not', async () => {
  const without = (each: object): object =>
    Object.fromEntries(Object.entries(each).filter(([key]) => key !== 'profile'));
  const instances = environment.instances.map((each) => without(each) as typeof each);
  const rails = railsOn({ environment: { ...environment, instances } });
  const inCloud = faultOn(['jira'], { locations: [{ kind: 'cloud', resource: 'vol-1' }] });
  await assert.rejects(
    rails.admit(inCloud.fault, undefined, signal),
    /hang-application on jira is refused: the janitor on bastion has no instance profile/,
  );
  await rails.admit(faultOn(['jira']).fault, undefined, signal);
});

void test('the faults of a run count together, until each is reverted', async () => {
  const rails = railsOn();
  const lease = await take(await rails.admit(faultOn(['jira']).fault, undefined, signal));
  await assert.rejects(
    rails.admit(faultOn(['web']).fault, undefined, signal),
    /^FaultRefused: hang-application on web is refused: the blast radius allows 1 instance at once, and jira, web would be 2; strike less, or say in the scenario's blastRadius why it takes so much$/,
  );
  await lease.release();
  await rails.admit(faultOn(['web']).fault, undefined, signal);
});

void test('a fault that could not be reverted still counts', async () => {
  const rails = railsOn();
  const timer = new ManualTimer();
  const { fault } = faultOn(['jira'], { revert: () => Promise.reject(new Error('no route')) });
  const lease = await take(await rails.admit(fault, undefined, signal), timer);
  const released = assert.rejects(lease.release(), /no route/);
  await timer.advance(60_000);
  await released;
  await assert.rejects(rails.admit(faultOn(['web']).fault, undefined, signal), /jira, web would be 2/);
});

void test('a scenario that says why may take more, up to what it says', async () => {
  const rails = railsOn();
  const allowance = { instances: 2, because: 'the power of two goes together' };
  const first = await take(await rails.admit(faultOn(['jira']).fault, allowance, signal));
  const second = await take(await rails.admit(faultOn(['web']).fault, allowance, signal));
  await assert.rejects(rails.admit(faultOn(['mysql']).fault, allowance, signal), /would be 3/);
  await Promise.all([first.release(), second.release()]);
});

void test('bastion and monitor are not struck at once, whichever comes first', async () => {
  for (const [first, second] of [
    ['bastion', 'monitor'],
    ['monitor', 'bastion'],
  ] as const) {
    const rails = railsOn({
      environment: {
        ...environment,
        safety: { ...environment.safety, blastRadius: { instances: 2, tier: 1 } },
      },
    });
    const lease = await take(await rails.admit(faultOn([first]).fault, undefined, signal));
    await assert.rejects(
      rails.admit(faultOn([second]).fault, undefined, signal),
      /bastion and monitor are never struck at once/,
    );
    await lease.release();
  }
});

void test('what another lease of the run holds is not broken again', async () => {
  const rails = railsOn();
  const allowance = { instances: 9, tier: 1, because: 'x' };
  const acl: LeaseLocation = { kind: 'cloud', resource: 'acl-1' };
  const one = await take(await rails.admit(faultOn(['jira'], { locations: [acl] }).fault, allowance, signal));
  await assert.rejects(
    rails.admit(faultOn(['jira']).fault, allowance, signal),
    /hang-application on jira is refused: the lease hang-application-[0-9a-f]{8} of this run holds host jira; end that one first/,
  );
  await assert.rejects(
    rails.admit(faultOn(['web'], { locations: [acl] }).fault, allowance, signal),
    /holds acl-1; end that one first/,
  );
  await one.release();
});

void test('leases that hold the environment as a whole do not keep each other out', async () => {
  const rails = railsOn();
  const allowance = { instances: 2, because: 'x' };
  const locations: readonly LeaseLocation[] = [{ kind: 'environment' }];
  const one = await take(await rails.admit(faultOn(['jira'], { locations }).fault, allowance, signal));
  const other = await take(await rails.admit(faultOn(['web'], { locations }).fault, allowance, signal));
  await Promise.all([one.release(), other.release()]);
});

void test('protection, a dispute, and a cloud that does not answer let nothing pass', async () => {
  const { fault } = faultOn(['jira']);
  await assert.rejects(
    railsOn({ protection: () => Promise.resolve(['its environment file says so']) }).admit(
      fault,
      { instances: 9, tier: 1, because: 'I want it' },
      signal,
    ),
    /^EnvironmentProtected: hang-application on jira is refused: staging is protected \(its environment file says so\)/,
  );
  await assert.rejects(
    railsOn({ disputes: () => Promise.resolve(['staging is held by nobody']) }).admit(
      fault,
      undefined,
      signal,
    ),
    /^FaultRefused: .* staging is held by nobody; begin a run of its own/,
  );
  const silent = (): Promise<never> => Promise.reject(new Error('no answer'));
  await assert.rejects(railsOn({ protection: silent }).admit(fault, undefined, signal), /no answer/);
  await assert.rejects(railsOn({ disputes: silent }).admit(fault, undefined, signal), /no answer/);
});

void test('an admission is good for one lease, and for its own fault', async () => {
  const { fault } = faultOn(['jira']);
  const admission = await railsOn().admit(fault, undefined, signal);
  assert.equal(admission.fault, fault);
  const lease = await take(admission);
  await lease.release();
  await assert.rejects(take(admission), /was admitted once, and that was used/);
});

void test('of two that were admitted at the same time only the first finds room', async () => {
  const rails = railsOn();
  const [one, other] = await Promise.all([
    rails.admit(faultOn(['jira']).fault, undefined, signal),
    rails.admit(faultOn(['web']).fault, undefined, signal),
  ]);
  const lease = await take(one);
  await assert.rejects(take(other), /jira, web would be 2/);
  await lease.release();
});

void test('nothing that the guard rails have not made is taken for an admission', async () => {
  const { fault, done } = faultOn(['jira']);
  const parts = await fault.leases(signal);
  const forged = { fault, parts, spend: () => () => undefined } as unknown as Admission;
  const dressed = Object.create(Admission.prototype) as Admission;
  for (const each of [forged, dressed, undefined as unknown as Admission]) {
    await assert.rejects(take(each), /a fault without admission by the guard rails is not armed/);
  }
  assert.deepEqual(done, []);
});
