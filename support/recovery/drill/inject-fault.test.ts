import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DrillManifest, Injection } from '../../drill/evidence';
import { hours } from '../../drill/time';
import type { LeasePart } from '../../drill/lease';
import { noOp } from '../../faults/no-op';
import { exitCodeOf } from '../../supervisor/command-line/exit-code';
import { drillOn, resultOf } from './drill-on-fakes';
import { environment, harmless } from '../ports/fake-drill-ports';

void test('a fault that cannot be armed was not installed, and the record says why not', async () => {
  const why = 'this kernel has no netem';
  const part: LeasePart = {
    location: { kind: 'host', instance: 'confluence' },
    description: 'take the delay away',
    arm: () => Promise.reject(new Error(why)),
    renew: () => Promise.resolve('held'),
    revert: () => Promise.resolve(undefined),
  };
  const { drill, done, read } = drillOn({ fault: { ...harmless, leases: () => Promise.resolve([part]) } });
  await drill.begin();
  await assert.rejects(drill.inject('kill-application', 'confluence'), new RegExp(why));
  const judgement = await drill.end();
  assert.equal(resultOf(judgement, 'fault-injected'), 'unknown');
  const { proof, reverted } = read('injection.json') as Injection;
  assert.equal(proof.result, 'skipped');
  assert.match(proof.observed, new RegExp(why));
  assert.ok(reverted);
  assert.ok(!done.includes('injected'));
});

void test('a fault whose injection throws is reverted', async () => {
  const { drill, done } = drillOn({ inject: () => Promise.reject(new Error('connection lost')) });
  await drill.begin();
  await assert.rejects(drill.inject('kill-application', 'confluence'), /connection lost/);
  const judgement = await drill.end();
  assert.ok(done.includes('reverted'));
  assert.notEqual(judgement.result, 'met');
});

void test('a fault without proof ends the drill, which does not count as survived', async () => {
  const { drill, done } = drillOn({
    prove: () => Promise.resolve({ result: 'skipped', observed: 'it still runs' }),
  });
  await drill.begin();
  await assert.rejects(drill.inject('kill-application', 'confluence'), /the fault is skipped: it still runs/);
  const judgement = await drill.end();
  assert.equal(resultOf(judgement, 'fault-injected'), 'unknown');
  assert.equal(judgement.result, 'unknown');
  assert.ok(done.includes('reverted'));
});

void test('a fault that does nothing ends the drill as unknown, whatever else goes well', async () => {
  const { drill, read, done } = drillOn({ fault: noOp('confluence') });
  await drill.begin();
  await assert.rejects(
    drill.inject('kill-application', 'confluence'),
    /the fault is skipped: nothing was done to confluence/,
  );
  await drill.awaitDetection('Confluence');
  await drill.follow('restart an application');
  await drill.awaitRestored(['confluence'], hours(2));
  const judgement = await drill.end();
  assert.equal(judgement.result, 'unknown');
  assert.equal(exitCodeOf(judgement.result), 2);
  assert.equal(resultOf(judgement, 'runbook-followed'), 'met');
  assert.equal(
    judgement.verdicts.find(({ checker }) => checker === 'fault-injected')?.reason,
    'The fault kill-application was not installed: nothing was done to confluence',
  );
  assert.deepEqual((read('manifest.json') as DrillManifest).errors, []);
  assert.ok(done.includes('reset'));
});

for (const [what, guarded, says] of [
  [
    'an environment that was protected meanwhile',
    { protection: () => Promise.resolve(['its VPC vpc-1 has the tag firedrill:protected = "true"']) },
    /kill-application on confluence is refused: staging is protected \(its VPC vpc-1 has the tag/,
  ],
  [
    'an environment that another run has taken over',
    { disputes: () => Promise.resolve(['staging is held by somebody, and not by this run']) },
    /kill-application on confluence is refused: staging is held by somebody, and not by this run/,
  ],
  [
    'a limit that the fault would exceed',
    {
      environment: {
        ...environment,
        safety: { ...environment.safety, blastRadius: { instances: 1, tier: 0.2 } },
      },
    },
    /is refused: the blast radius allows 20% of the subnet application, and confluence would be 1 of its 4; /,
  ],
  [
    'a cloud that does not say whether it is protected',
    { protection: () => Promise.reject(new Error('no answer within 30 s')) },
    /no answer within 30 s/,
  ],
] as const) {
  void test(`for ${what} no fault is armed, and the drill is unknown and says why`, async () => {
    const { drill, done, read } = drillOn({ guarded });
    await drill.begin();
    await assert.rejects(drill.inject('kill-application', 'confluence'), says);
    const judgement = await drill.end();
    assert.equal(judgement.result, 'unknown');
    const { proof, changes } = read('injection.json') as Injection;
    assert.equal(proof.result, 'skipped');
    assert.match(proof.observed, says);
    assert.equal(changes[0]?.change, 'SIGKILL');
    assert.ok(!done.includes('armed') && !done.includes('injected'));
  });
}

void test('what a scenario strikes beyond the limits is in its evidence, with the reason', async () => {
  const blastRadius = { instances: 2, because: 'the rack has one power supply' };
  const { drill, read } = drillOn({ blastRadius });
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  await drill.end();
  assert.deepEqual((read('manifest.json') as DrillManifest).blastRadius, blastRadius);
});
