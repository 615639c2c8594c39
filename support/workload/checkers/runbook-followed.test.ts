import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunbookStepRecord } from '../../drill/evidence';
import { seconds } from '../../drill/time';
import { evidence, step } from '../literal-evidence';
import { runbookFollowed } from './runbook-followed';

const judged = (...steps: RunbookStepRecord[]) =>
  runbookFollowed.check(evidence({ runbook: { id: 'restart-an-application', title: 'Restart', steps } }));

test('it is met when every step succeeded within its budget', () => {
  const verdict = judged(step(1), step(2));
  assert.equal(verdict.result, 'met');
  assert.deepEqual(verdict.measures, { steps: 2, failed: 0, notRun: 0, late: 0 });
});

test('it is missed when a step failed, was not run, or took longer than its budget, and says which', () => {
  const failed = judged(
    step(1),
    step(2, { outcome: 'failed', observed: 'unit not found.' }),
    step(3, { outcome: 'not-run' }),
  );
  assert.equal(failed.result, 'missed');
  assert.equal(failed.reason, 'Step 2, "Step 2", failed: unit not found.');
  assert.match(judged(step(1), step(2, { outcome: 'not-run' })).reason, /Step 2, .* was not run/);
  const late = judged(step(1, { endedAt: seconds(41) }));
  assert.equal(late.reason, 'Step 1, "Step 1", took 31.0 s; its budget is 30.0 s.');
});

test('it is missed when another runbook was followed', () => {
  const runbook = { id: 'another', title: 'Another', steps: [step(1)] };
  assert.equal(runbookFollowed.check(evidence({ runbook })).result, 'missed');
});

test('it is unknown when none was followed, or one without steps', () => {
  assert.equal(runbookFollowed.check(evidence({})).result, 'unknown');
  assert.equal(judged().result, 'unknown');
});

test('of a drill that was stopped, what the stop cut short is unknown, and what came before it is not', () => {
  const stopped = { condition: 'it hurts', seen: 'it did', at: seconds(25) };
  const of = (...steps: RunbookStepRecord[]) =>
    runbookFollowed.check(
      evidence({
        manifest: { stopped },
        runbook: { id: 'restart-an-application', title: 'Restart', steps },
      }),
    );
  const cutShort = step(2, { outcome: 'failed', endedAt: seconds(25), observed: 'stopped' });
  const never = step(3, { outcome: 'not-run', endedAt: seconds(25.1) });
  const unknown = of(step(1), cutShort, never);
  assert.equal(unknown.result, 'unknown');
  assert.equal(unknown.reason, 'The drill was stopped before the runbook "Restart" had come to its end.');
  assert.equal(of(step(1, { outcome: 'failed' }), cutShort, never).result, 'missed');
  const late = of(step(1, { budgetMs: seconds(5) }), cutShort, never);
  assert.equal(late.result, 'missed');
  assert.match(late.reason, /^Step 1, .* took 10\.0 s; its budget is 5\.0 s/);
  assert.equal(of(step(1)).result, 'met');
});

test('where it is to go back after a step, it is met when that one failed and the way back succeeded', () => {
  const of = (...steps: RunbookStepRecord[]) =>
    runbookFollowed.check(
      evidence({
        manifest: { goesBackAfter: 'Step 2' },
        runbook: { id: 'restart-an-application', title: 'Restart', steps },
      }),
    );
  const fails = step(2, { outcome: 'failed', observed: 'ERROR' });
  const never = step(3, { outcome: 'not-run' });
  assert.equal(of(step(1), fails, never, step(4, { wayBack: true })).result, 'met');
  assert.equal(of(step(1), step(2), step(3)).result, 'missed');
  assert.equal(of(step(1), fails, never).result, 'missed');
  assert.equal(of(step(1), fails, never, step(4, { wayBack: true, outcome: 'failed' })).result, 'missed');
  assert.equal(
    of(step(1, { outcome: 'failed' }), step(2, { outcome: 'not-run' }), step(4, { wayBack: true })).result,
    'missed',
  );
});
