import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunbookStepRecord } from '../../drill/evidence';
import { milliseconds, seconds } from '../../drill/time';
import { evidence } from '../literal-evidence';
import { refusedBeforeAChange } from './refused-before-a-change';

const step = (
  number: number,
  outcome: RunbookStepRecord['outcome'],
  observed: string,
): RunbookStepRecord => ({
  step: number,
  title: `Step ${number}`,
  action: 'check-old-data',
  parameters: {},
  commands: [],
  expected: '',
  budgetMs: seconds(60),
  startedAt: milliseconds(0),
  endedAt: milliseconds(1),
  outcome,
  observed,
});
const judged = (...steps: readonly RunbookStepRecord[]) =>
  refusedBeforeAChange.check(
    evidence({
      manifest: { operation: { interruptionMs: milliseconds(0), refused: 'collation' } },
      runbook: { id: 'restart-an-application', title: 'migrate', steps },
    }),
  );
const notRun = step(2, 'not-run', 'not run, because step 1 failed');

test('it is met when the first step refused for that reason and no other was taken', () => {
  assert.equal(judged(step(1, 'failed', 'collation: one table'), notRun).result, 'met');
});

test('it is missed when it went on, refused for another reason, or changed something all the same', () => {
  assert.equal(judged(step(1, 'succeeded', 'nothing'), notRun).result, 'missed');
  assert.equal(judged(step(1, 'failed', 'time zone'), notRun).result, 'missed');
  assert.equal(
    judged(step(1, 'failed', 'collation: one table'), step(2, 'succeeded', 'stopped')).result,
    'missed',
  );
});

test('it is unknown when no runbook was followed', () => {
  assert.equal(refusedBeforeAChange.check(evidence({})).result, 'unknown');
});
