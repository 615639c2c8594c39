import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recoveryTimesPage } from './recovery-times';
import { sampleRunRecord } from './sample/sample-run-record';
import type { DrillRecord, RunRecord } from './run-record';

const drill = (result: DrillRecord['result'], recoveryMs?: number): DrillRecord => {
  const more = recoveryMs === undefined ? {} : { recoveryMs };
  const sample = { drill: 'application-crash', title: 'Confluence is killed', location: 'f:1' };
  const [made] = sampleRunRecord([{ ...sample, result, ...more }]).drills;
  return made ?? assert.fail('a drill was asked for');
};
const run = (name: string, ...drills: DrillRecord[]): RunRecord => ({
  ...sampleRunRecord(drills),
  run: name,
});

void test('over one run a drill has its verdict and one time; each class has its table', () => {
  const in_ = (kind: string, id: string, recoveryMs: number): DrillRecord => ({
    ...drill('met', recoveryMs),
    ...{ drill: id, title: `It is ${id} | again`, location: `features/${kind}/a.feature:7` },
  });
  const page = recoveryTimesPage([
    run('a', in_('disk-full', 'full', 9000), in_('attack', 'left-open', 61_000)),
  ]);
  assert.match(
    page,
    /## Attack\n\n\| drill \| verdict \| recovered in \|\n\|---\|---\|---\|\n\| It is left-open \\\| again \(`left-open`\) \| met \| 61\.0 s \|\n\n## Disk full/,
  );
  assert.match(page, /2 of 2 verdicts are met\. .*the median recovery 35\.0 s and the slowest 61\.0 s/);
});

void test('of a planned operation the page has how long people were interrupted, and no recovery', () => {
  const verdict = { checker: 'interruption', result: 'met' as const, reason: '' };
  const update = { ...drill('met'), verdicts: [{ ...verdict, measures: { interruptionMs: 1500 } }] };
  const page = recoveryTimesPage([run('a', update)]);
  const unnoticed = { ...drill('met'), verdicts: [{ ...verdict, measures: { interruptionMs: 0 } }] };
  assert.match(recoveryTimesPage([run('a', unnoticed)]), /\| met \| not at all \|/);
  assert.match(
    page,
    /## Planned operations\n\n.*\n\n\| drill \| verdict \| interrupted for \|\n.*\n.*\| met \| 1\.5 s \|/,
  );
});

void test('what a run did not come to counts nowhere but is told, and what was not met has its reason', () => {
  const skipped = { ...drill('unknown'), folder: '', cucumber: { status: 'skipped', message: '' } };
  const page = recoveryTimesPage([
    run('a', { ...drill('missed', 8000), drill: 'slow', reason: 'not back\nwithin 2 h' }, skipped),
  ]);
  assert.match(page, /0 of 1 verdicts are met; 1 drill was not begun\./);
  assert.match(page, /## Not met\n\n- `slow` in `a`: missed; not back within 2 h\n/);
  assert.doesNotMatch(page, /application-crash/);
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
