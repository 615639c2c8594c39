import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunRecord } from '../../../reports/run-record';
import { milliseconds, seconds } from '../../drill/time';
import { planTimes, wait } from './plan-times';

type DrillRecord = RunRecord['drills'][number];

const instant = (at: number): DrillRecord['phases'][number]['from'] => ({ at, error: 1 });
const drill = (
  id: string,
  result: DrillRecord['result'],
  phases: readonly (readonly [string, number, number])[],
): DrillRecord =>
  ({
    drill: id,
    result,
    phases: phases.map(([name, from, to]) => ({ name, from: instant(from), to: instant(to) })),
  }) as DrillRecord;

void test('a plan takes from when it is taken up until people work again, where it brought that about', () => {
  const drills = [
    drill('jira-is-killed', 'met', [
      ['undetected', 100, 900],
      ['recovering', 1000, 9200],
    ]),
    drill('jira-hangs', 'missed', [['recovering', 1000, 2000]]),
    drill('the-daily-archive', 'met', [['operating', 1000, 2000]]),
  ];
  assert.deepEqual([...planTimes({ drills })], [['jira-is-killed', 8200]]);
});

void test('a drill without its plan is given longer than its plan takes, and never less than the least', () => {
  assert.equal(wait(milliseconds(8200), seconds(5)), 13_000);
  assert.equal(wait(seconds(1), seconds(5)), 5000);
  assert.equal(wait(undefined, seconds(5)), 5000);
});
