import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seconds } from '../../drill/time';
import { judge } from '../judge';
import { at, did, evidence } from '../literal-evidence';
import { interruption } from './interruption';

const declared = { ...at(10), moment: 'declared', detail: 'taken up' } as const;
const manifest = { operation: { interruptionMs: seconds(5) } };
const undisturbed = [...did('a', 9, 9.1, 'ok'), ...did('e', 18, 18.1, 'ok'), ...did('f', 22, 22.1, 'ok')];
const outage = [...undisturbed, ...did('b', 10.5, 11, 'failed'), ...did('c', 14, 14.2, 'failed')];

test('an operation during which no request fails interrupts nobody', () => {
  const verdict = interruption.check(evidence({ manifest, timeline: [declared], history: undisturbed }));
  assert.equal(verdict.result, 'met');
  assert.equal(verdict.measures['interruptionMs'], 0);
});

test('the interruption is from the first request that failed until requests kept succeeding', () => {
  const allowed = (limit: number) =>
    interruption.check(
      evidence({
        manifest: { operation: { interruptionMs: seconds(limit) } },
        timeline: [declared],
        history: outage,
      }),
    );
  // From b, which failed at 11, to e, at 18.1; b was begun at 10.5, and c, the last that failed, at 14.
  assert.deepEqual(allowed(12).measures, { interruptionMs: 7100, errorMs: 4600, limitMs: 12_000 });
  assert.deepEqual(
    [12, 7, 2, 0].map((limit) => allowed(limit).result),
    ['met', 'unknown', 'missed', 'missed'],
  );
});

test('a request that fails after others succeed again tells of no negative interruption, and of its error no more than there is', () => {
  const history = [
    ...did('before', 9, 9.1, 'ok'),
    ...did('stuck', 11, 16, 'failed'),
    ...did('after', 14, 14.1, 'ok'),
    ...did('later', 20, 20.1, 'ok'),
    ...did('last', 22, 22.1, 'ok'),
  ];
  const { measures } = interruption.check(evidence({ manifest, timeline: [declared], history }));
  // Between the beginning of the stuck one, at 11, and the answer at 14.1 nobody knows.
  assert.deepEqual(measures, { interruptionMs: 0, errorMs: 3100, limitMs: 5000 });
});

test('an application of which too little is known decides, though another was interrupted for longer', () => {
  const jira = { application: 'jira' } as const;
  const history = [
    ...did('stuck', 11, 20, 'failed'),
    ...did('after', 18, 18.1, 'ok'),
    ...did('later', 24, 24.1, 'ok'),
    ...did('refused', 10.5, 10.6, 'failed', jira),
    ...did('served', 11.5, 11.6, 'ok', jira),
    ...did('and again', 14, 14.1, 'ok', jira),
    ...did('to the end', 24, 24.1, 'ok', jira),
  ];
  const { result, reason } = interruption.check(evidence({ manifest, timeline: [declared], history }));
  assert.equal(result, 'unknown');
  assert.match(reason, /^Too close to tell: confluence was interrupted for 0\.0 s \(± 7\.1 s\)/);
});

test('an application that does not come back is missed', () => {
  const history = [...undisturbed, ...did('z', 23, 23.1, 'failed')];
  const verdict = interruption.check(evidence({ manifest, timeline: [declared], history }));
  assert.deepEqual(
    [verdict.result, verdict.reason],
    ['missed', 'confluence did not keep succeeding before the load ended.'],
  );
});

test('nobody knows of an operation that was not begun, or that nobody worked through', () => {
  assert.equal(interruption.check(evidence({ manifest, history: outage })).result, 'unknown');
  const idle = interruption.check(evidence({ manifest, timeline: [declared] }));
  assert.deepEqual([idle.result, idle.reason], ['unknown', 'Nobody used the applications meanwhile.']);
});

test('a planned operation is judged without a fault and its detection, and not before its runbook was followed', () => {
  const begun = evidence({ manifest, timeline: [declared], history: undisturbed });
  const { verdicts, result } = judge(begun);
  assert.deepEqual(
    verdicts.map(({ checker }) => checker),
    ['runbook-followed', 'interruption', 'no-acknowledged-write-lost', 'seed-content-intact'],
  );
  assert.equal(result, 'unknown');
});
