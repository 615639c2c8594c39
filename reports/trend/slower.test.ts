import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Attempt } from './drill-trend';
import { allowance, slower } from './slower';

const attempt = (recoveryMs: number | undefined, facts: Partial<Attempt> = {}): Attempt => ({
  ...{ run: 'r', startedAt: '', result: 'met', recoveryMs, errorMs: 10, ...facts },
});
/** Median 10 s, of which half lie within 500 ms. */
const TEN = [9000, 9500, 9500, 9750, 10_000, 10_000, 10_250, 10_500, 10_500, 11_000].map((ms) => attempt(ms));

void test('the limit is the median and three and a half scaled median deviations', () => {
  const found = allowance(TEN);
  assert.equal(found?.median, 10_000);
  assert.equal(Math.round(found.limitMs), Math.round(10_000 + 3.5 * 1.4826 * 500));
});

void test('a recovery beyond the limit is slower, one below it is not, and a quicker one never is', () => {
  assert.equal(slower([...TEN, attempt(12_700)])?.recoveryMs, 12_700);
  assert.equal(slower([...TEN, attempt(12_500)]), undefined);
  assert.equal(slower([...TEN, attempt(100)]), undefined);
});

void test('fewer than ten met recoveries tell too little', () => {
  assert.equal(slower([...TEN.slice(1), attempt(60_000)]), undefined);
  const notMet = attempt(9500, { result: 'missed' });
  assert.equal(slower([...TEN.slice(1), notMet, attempt(60_000)]), undefined);
  assert.equal(slower([...TEN.slice(1), attempt(undefined), attempt(60_000)]), undefined);
});

void test('one wild night in the history neither hides the next nor passes for the usual', () => {
  assert.notEqual(slower([...TEN, attempt(600_000), attempt(13_000)]), undefined);
});

void test('a drill that always took the same is not slower by less than its error bar tells', () => {
  const same = Array.from({ length: 10 }, () => attempt(5000, { errorMs: 100 }));
  assert.equal(slower([...same, attempt(5340)]), undefined);
  assert.notEqual(slower([...same, attempt(5360)]), undefined);
});

void test('a drill that has changed for good is measured against what it is now', () => {
  const now = Array.from({ length: 30 }, (_, index) => attempt(20_000 + 100 * (index % 5)));
  assert.equal(slower([...TEN, ...now, attempt(20_300)]), undefined);
});

void test('an attempt without a recovery is not slow: it is missed or unknown', () => {
  assert.equal(slower([...TEN, attempt(undefined, { result: 'missed' })]), undefined);
});
