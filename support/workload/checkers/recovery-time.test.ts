import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minutes, seconds } from '../../drill/time';
import { at, did, evidence } from '../literal-evidence';
import { recoveryTime } from './recovery-time';

const injected = { ...at(10, 0.1), moment: 'injected', detail: 'killed' } as const;
const outage = [
  ...did('a', 9, 9.1, 'ok'),
  ...did('b', 10.5, 11, 'failed'),
  ...did('c', 12, 17, 'unknown'),
  ...did('d', 14.5, 15, 'ok'),
  ...did('e', 18, 18.1, 'ok'),
  ...did('f', 19, 19.1, 'ok'),
];

test('a recovery is met when it took less than the objective', () => {
  const verdict = recoveryTime.check(evidence({ timeline: [injected], history: outage }));
  assert.equal(verdict.result, 'met');
  // Restored by d, at 15; the last request that failed was started at 12.
  assert.deepEqual(verdict.measures, { recoveryMs: 5000, errorMs: 3100, objectiveMs: 7_200_000 });
});

test('a recovery is missed when it took as long as the objective or longer', () => {
  const objectives = { rtoMs: seconds(1.5), rpoMs: seconds(0) };
  const verdict = recoveryTime.check(
    evidence({ timeline: [injected], history: outage, manifest: { objectives } }),
  );
  assert.equal(verdict.result, 'missed');
  assert.match(
    verdict.reason,
    /^Too late: recovered after 5\.0 s \(± 3\.1 s; .*\); the objective is less than 1\.5 s\.$/,
  );
});

test('a recovery is unknown when the objective lies within the error of the measurement', () => {
  const objectives = { rtoMs: seconds(6), rpoMs: seconds(0) };
  const verdict = recoveryTime.check(
    evidence({ timeline: [injected], history: outage, manifest: { objectives } }),
  );
  assert.equal(verdict.result, 'unknown');
  assert.match(verdict.reason, /^Too close to tell/);
});

test('a recovery is unknown when nothing was injected', () => {
  const verdict = recoveryTime.check(evidence({ history: outage }));
  assert.equal(verdict.result, 'unknown');
  assert.match(verdict.reason, /the timeline has no injection/);
});

test('a recovery is unknown when the load ended before requests had kept succeeding', () => {
  const verdict = recoveryTime.check(evidence({ timeline: [injected], history: outage.slice(0, -4) }));
  assert.equal(verdict.result, 'unknown');
  assert.match(verdict.reason, /confluence did not keep succeeding before the load ended/);
});

test('reads that succeed are no recovery while no write does', () => {
  const reads = [
    ...did('b', 11, 12, 'failed'),
    ...did('r', 13, 13.1, 'ok', { kind: 'read' }),
    ...did('s', 17, 17.1, 'ok', { kind: 'read' }),
  ];
  assert.equal(recoveryTime.check(evidence({ timeline: [injected], history: reads })).result, 'unknown');
});

test('requests of a killed harness, without an end, leave the recovery unknown', () => {
  const [invoked] = did('z', 16, 16.1, 'ok');
  assert.ok(invoked);
  const verdict = recoveryTime.check(evidence({ timeline: [injected], history: [...outage, invoked] }));
  assert.equal(verdict.result, 'unknown');
});

test('a restoration that the drill saw later than the requests counts', () => {
  const restored = { ...at(40, 0.5), moment: 'restored', detail: 'content scrubbed' } as const;
  const verdict = recoveryTime.check(evidence({ timeline: [injected, restored], history: outage }));
  assert.equal(verdict.measures['recoveryMs'], 30_000);
});

test('where no request failed, the end of the runbook is the recovery', () => {
  const step = { ...at(130), moment: 'step-ended', step: 1, detail: 'restored' } as const;
  const ended = (outcome: 'succeeded' | 'failed') =>
    recoveryTime.check(
      evidence({ timeline: [injected, { ...step, outcome }], history: did('a', 20, 20.1, 'ok') }),
    );
  assert.equal(ended('succeeded').measures['recoveryMs'], minutes(2));
  assert.equal(ended('succeeded').result, 'met');
  assert.equal(ended('failed').result, 'unknown');
});

test('what works again after the fault of a failed runbook was reverted is no recovery', () => {
  const reverted = { ...at(13), moment: 'reverted', detail: 'a step failed' } as const;
  const verdict = recoveryTime.check(evidence({ timeline: [injected, reverted], history: outage }));
  assert.equal(verdict.result, 'unknown');
  assert.match(verdict.reason, /the fault was reverted before people were seen to work again/);
});

test('what works again after a drill was stopped is no recovery: the fault was reverted', () => {
  const manifest = { stopped: { condition: 'it hurts', seen: 'it did', at: seconds(13) } };
  const verdict = recoveryTime.check(evidence({ timeline: [injected], history: outage, manifest }));
  assert.equal(verdict.result, 'unknown');
  assert.match(verdict.reason, /the drill was stopped before people could work again/);
  const restored = { ...at(15, 0.5), moment: 'restored', detail: 'requests succeed' } as const;
  const later = evidence({ timeline: [injected, restored], history: outage, manifest });
  assert.equal(recoveryTime.check(later).result, 'met');
});
