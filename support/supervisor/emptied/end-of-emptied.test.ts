import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Verdict, VerdictResult } from '../../drill/verdict';
import { seconds } from '../../drill/time';
import type { Moment } from '../../drill/timeline';
import { at } from '../../workload/literal-evidence';
import { endOfEmptied as endOf, type EmptiedEnd } from './end-of-emptied';

const verdicts = (results: Readonly<Record<string, VerdictResult>>): { readonly verdicts: Verdict[] } => ({
  verdicts: Object.entries(results).map(([checker, result]) => ({
    checker,
    result,
    reason: `${checker} is ${result}`,
    measures: {},
  })),
});
const endOfEmptied = (
  judged: ReturnType<typeof verdicts>,
  moments: readonly Moment[] = ['injected', 'detected', 'declared'],
  errors: readonly string[] = ['beginning: no route to the cloud'],
): EmptiedEnd =>
  endOf(judged, {
    timeline: moments.map((moment) => ({ moment, detail: '', ...at(1) })),
    manifest: { errors },
  });
const begun = {
  'fault-injected': 'met',
  'detected-by-monitor': 'met',
  'runbook-followed': 'unknown',
} as const;

void test('a drill that nobody recovers from without its plan fails, by what people notice', () => {
  const lost = { ...begun, 'recovery-time': 'unknown', 'no-acknowledged-write-lost': 'missed' } as const;
  assert.deepEqual(endOfEmptied(verdicts(lost)), {
    result: 'failed',
    reason: 'no-acknowledged-write-lost is missed',
  });
  assert.equal(endOfEmptied(verdicts({ ...begun, 'recovery-time': 'unknown' })).result, 'failed');
});

void test('a drill that comes out as with its plan survives, though its runbook had no step', () => {
  const whole = { ...begun, 'recovery-time': 'met', 'seed-content-intact': 'met' } as const;
  assert.equal(endOfEmptied(verdicts(whole)).result, 'survived');
});

void test('a drill that did not come to its plan, or whose harness erred, shows nothing', () => {
  const unseen = { ...begun, 'detected-by-monitor': 'missed', 'recovery-time': 'unknown' } as const;
  assert.deepEqual(endOfEmptied(verdicts(unseen)), {
    result: 'unclear',
    reason: 'detected-by-monitor is missed',
  });
  const erred = { ...begun, 'recovery-time': 'met', harness: 'unknown' } as const;
  assert.equal(endOfEmptied(verdicts(erred)).result, 'unclear');
});

void test('a host that nobody brought back gives no log and no events, which is no trouble of the harness', () => {
  const down = verdicts({ ...begun, 'recovery-time': 'unknown', harness: 'unknown' });
  const noLogs = 'collecting logs: cannot log in to jira';
  const noEvents = 'ending the watch: cannot log in to monitor';
  assert.equal(endOfEmptied(down, undefined, [noLogs, noEvents]).result, 'failed');
  assert.equal(endOfEmptied(down, undefined, [noLogs, 'undoing: no route to the cloud']).result, 'unclear');
  const back = verdicts({ ...begun, 'recovery-time': 'met', harness: 'unknown' });
  assert.equal(endOfEmptied(back, undefined, [noLogs]).result, 'survived');
});

void test('a drill that found no environment shows nothing, though nothing was as it should be', () => {
  const nothing = { 'runbook-followed': 'unknown', interruption: 'unknown' } as const;
  assert.deepEqual(endOfEmptied(verdicts({ ...nothing, harness: 'unknown' }), []), {
    result: 'unclear',
    reason: 'harness is unknown',
  });
  assert.deepEqual(endOfEmptied(verdicts(nothing), []), {
    result: 'unclear',
    reason: 'Its plan was not taken up.',
  });
  assert.equal(endOfEmptied(verdicts(nothing), ['declared']).result, 'failed');
});

void test('a drill that failed with the steps of its plan shows nothing of one without', () => {
  const missed = verdicts({ ...begun, 'recovery-time': 'missed' });
  assert.equal(endOfEmptied(missed, ['declared', 'step-started']).result, 'unclear');
  assert.equal(endOfEmptied(missed, ['declared']).result, 'failed');
});

void test('a drill that waited less than its plan takes shows nothing, unless people were back', () => {
  const judged = verdicts({ ...begun, 'recovery-time': 'unknown' });
  const manifest = { errors: [] };
  const timeline = [
    { moment: 'declared', detail: '', ...at(1) },
    { moment: 'reverted', detail: '', ...at(6) },
  ] as const;
  assert.deepEqual(endOf(judged, { timeline, manifest }, seconds(8)), {
    result: 'unclear',
    reason: 'It waited 5 s for people; its plan takes 8 s.',
  });
  assert.equal(endOf(judged, { timeline, manifest }, seconds(4)).result, 'failed');
  const back = [...timeline, { moment: 'restored', detail: '', ...at(3) } as const];
  assert.equal(endOf(judged, { timeline: back, manifest }, seconds(8)).result, 'failed');
  assert.equal(endOf(judged, { timeline: timeline.slice(0, 1), manifest }, seconds(8)).result, 'unclear');
});
