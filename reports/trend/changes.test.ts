import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VerdictResult } from '../../support/drill/verdict';
import { changesOf, type Changes } from './changes';
import type { RunIndex } from './run-index';

const run = (day: number, results: Readonly<Record<string, VerdictResult>>): RunIndex => ({
  version: 1,
  run: `run-${String(day)}`,
  environment: 'staging',
  startedAt: `2026-11-0${String(day)}T02:00:00Z`,
  drills: Object.entries(results).map(([drill, result]) => ({ drill, title: drill, result })),
});
const names = (changes: Changes, of: Exclude<keyof Changes, 'since' | 'before'>) =>
  changes[of].map(({ drill }) => drill);

void test('each drill is compared with its own last time, not with what the last run left out', () => {
  const kept = [run(1, { a: 'met', b: 'missed', c: 'unknown' }), run(2, { d: 'met' })];
  const changes = changesOf(
    run(3, { a: 'missed', b: 'met', c: 'missed', d: 'met', e: 'met', f: 'unknown' }),
    kept,
  );
  assert.equal(changes.since?.run, 'run-2');
  assert.deepEqual(names(changes, 'newFailures'), ['a', 'f']);
  assert.deepEqual(names(changes, 'metAgain'), ['b']);
  assert.deepEqual(names(changes, 'stillNotMet'), ['c']);
  assert.deepEqual(names(changes, 'firstTime'), ['e']);
});

void test('a run that is reported again is not compared with itself nor with what came after it', () => {
  const now = run(2, { a: 'met' });
  const changes = changesOf(now, [run(1, { a: 'missed' }), now, run(3, { a: 'missed' })]);
  assert.equal(changes.since?.run, 'run-1');
  assert.deepEqual(names(changes, 'metAgain'), ['a']);
});

void test('a drill that this run did not have is no change', () => {
  const changes = changesOf(run(2, { a: 'met' }), [run(1, { a: 'met', b: 'missed' })]);
  assert.deepEqual(names(changes, 'stillNotMet'), []);
});

void test('the first run of all has nothing to be compared with', () => {
  assert.equal(changesOf(run(1, { a: 'met' }), []).since, undefined);
});
