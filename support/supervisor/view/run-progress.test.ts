import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../../recovery/run/run-event';
import { after, beginning, type RunProgress } from './run-progress';

const run = { run: 'run-1', environment: 'staging', began: 0, total: 3 };
const begun = (drill: string, objective: { readonly rtoMs?: number } = { rtoMs: 7_200_000 }): RunEvent => ({
  ...{ type: 'drill-begun', drill, title: `${drill} breaks`, ...objective },
  steps: [
    { title: 'Look', budgetMs: 10_000 },
    { title: 'Mend', budgetMs: 60_000 },
  ],
});
const moment = (drill: string, name: string, step?: number): RunEvent => ({
  ...{ type: 'moment', drill, moment: name, at: 0 },
  ...(step === undefined ? {} : { step }),
});

/** The run after these events, each a second after the one before it. */
const played = (...events: readonly RunEvent[]): RunProgress =>
  events.reduce((progress, event, index) => after(progress, event, (index + 1) * 1000), beginning(run));

void test('a drill is under way from its beginning until it is judged, and then counts', () => {
  const two = played(
    begun('jira'),
    { type: 'drill-judged', drill: 'jira', result: 'met' },
    begun('mysql'),
    { type: 'drill-judged', drill: 'mysql', result: 'missed' },
    begun('web'),
  );
  assert.deepEqual(two.judged, { met: 1, missed: 1, unknown: 0 });
  assert.deepEqual(
    two.drills.map(({ drill, last, since }) => ({ drill, last, since })),
    [{ drill: 'web', last: 'begun', since: 5000 }],
  );
});

void test('a recovery counts from the injection until people work again', () => {
  const [during] = played(begun('jira'), moment('jira', 'injected'), moment('jira', 'declared')).drills;
  assert.deepEqual([during?.broken, during?.recoveredMs], [2000, undefined]);
  const [restored] = played(
    ...[begun('jira'), moment('jira', 'injected'), moment('jira', 'declared')],
    ...[moment('jira', 'step-started', 1), moment('jira', 'step-ended', 1), moment('jira', 'restored')],
  ).drills;
  assert.deepEqual([restored?.broken, restored?.recoveredMs, restored?.last], [2000, 4000, 'restored']);
});

void test('a planned operation counts from when its runbook is taken up', () => {
  const [operation] = played(begun('update', {}), moment('update', 'declared')).drills;
  assert.deepEqual([operation?.broken, operation?.rtoMs], [2000, undefined]);
});

void test('a step is under way from its beginning to its end, also where requests begin to fail meanwhile', () => {
  const started = [begun('jira'), moment('jira', 'step-started', 2), moment('jira', 'observable')];
  const [during] = played(...started).drills;
  assert.deepEqual([during?.step, during?.last, during?.since], [2, 'step-started', 2000]);
  const [ended] = played(...started, moment('jira', 'step-ended', 2)).drills;
  assert.deepEqual([ended?.step, ended?.last], [undefined, 'step-ended']);
  const [ending] = played(...started, { type: 'drill-ending', drill: 'jira' }).drills;
  assert.deepEqual([ending?.step, ending?.last], [undefined, 'ending']);
});

void test('drills of a storm go on side by side, and what is told of an unknown one is passed over', () => {
  const storm = played(begun('jira'), begun('web'), moment('web', 'injected'), moment('nobody', 'injected'));
  assert.deepEqual(
    storm.drills.map(({ drill, broken }) => [drill, broken]),
    [
      ['jira', undefined],
      ['web', 3000],
    ],
  );
});
