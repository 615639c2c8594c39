import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recoveryTimesPage, spread } from './recovery-times';
import type { DrillRecord, RunRecord } from './run-record';

const drill = (result: DrillRecord['result'], recoveryMs?: number): DrillRecord => ({
  drill: 'application-crash',
  title: 'Confluence is killed',
  location: 'f:1',
  folder: 'application-crash',
  result,
  reason: '',
  cucumber: { status: 'passed', message: '' },
  phases: [],
  verdicts: [],
  requests: {},
  standIns: [],
  versions: {},
  errors: [],
  ...(recoveryMs === undefined ? {} : { recoveryMs }),
});
const run = (name: string, ...drills: DrillRecord[]): RunRecord => ({
  version: 1,
  run: name,
  environment: 'staging',
  seed: 1,
  startedAt: '2026-11-22T10:00:00Z',
  endedAt: '2026-11-22T10:05:00Z',
  result: 'met',
  notes: [],
  drills,
});

void test('the median of an even count is the mean of the middle two', () => {
  assert.deepEqual(spread([4000, 1000, 3000, 2000]), { min: 1000, median: 2500, max: 4000 });
  assert.deepEqual(spread([3000, 1000, 2000]), { min: 1000, median: 2000, max: 3000 });
  assert.equal(spread([]), undefined);
});

void test('a drill that never recovered counts among the verdicts, not among the times', () => {
  const page = recoveryTimesPage([
    run('a', drill('met', 7000)),
    run('b', drill('missed')),
    run('c', drill('met', 9000)),
  ]);
  assert.match(page, /Confluence is killed \(`application-crash`\) \| 2 of 3 \| 7\.0 s \| 8\.0 s \| 9\.0 s/);
  assert.match(page, /2 of 3 verdicts are met/);
});
