import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunRecord } from '../../../reports/run-record';
import { milliseconds, seconds } from '../../drill/time';
import { planTimes, wait } from './plan-times';

type DrillRecord = RunRecord['drills'][number];

const drill = (
  id: string,
  result: DrillRecord['result'],
  facts: { readonly recoveryMs?: number; readonly detectedMs?: number } = {},
): DrillRecord => {
  const { recoveryMs, detectedMs } = facts;
  const measures: Record<string, number> = detectedMs === undefined ? {} : { detectedMs };
  const verdicts = [{ checker: 'detected-by-monitor', result: 'met', reason: '', measures }];
  return { drill: id, result, recoveryMs, verdicts } as DrillRecord;
};

void test('a plan takes from the report of the monitor until people work again, where it brought that about', () => {
  const drills = [
    drill('jira-is-killed', 'met', { recoveryMs: 9200, detectedMs: 1000 }),
    drill('jira-hangs', 'missed', { recoveryMs: 2000, detectedMs: 1000 }),
    drill('the-daily-archive', 'met'),
  ];
  assert.deepEqual(Object.fromEntries(planTimes({ drills })), {
    'jira-is-killed': 8200,
    'the-daily-archive': 0,
  });
});

void test('a drill without its plan is given longer than its plan takes, and never less than the least', () => {
  assert.equal(wait(milliseconds(8200), seconds(5)), 13_000);
  assert.equal(wait(seconds(1), seconds(5)), 5000);
  assert.equal(wait(undefined, seconds(5)), 5000);
});
