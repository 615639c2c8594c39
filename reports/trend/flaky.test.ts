import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VerdictResult } from '../../support/drill/verdict';
import { flaky } from './flaky';

const attempts = (...all: readonly (readonly [VerdictResult, string | undefined])[]) =>
  all.map(([result, fingerprint], index) => ({
    run: `r${String(index)}`,
    startedAt: '',
    result,
    fingerprint,
  }));

void test('a verdict that changes while nothing else does is flaky, and each change counts', () => {
  assert.deepEqual(flaky(attempts(['met', 'a'], ['missed', 'a'], ['met', 'a'], ['met', 'a'])), {
    changes: 2,
    of: 3,
  });
});

void test('a verdict that changes with what the drill rests on is not flaky', () => {
  assert.equal(flaky(attempts(['met', 'a'], ['missed', 'b'], ['missed', 'b'], ['met', 'c'])), undefined);
});

void test('where it is not known whether anything changed, nothing is said', () => {
  assert.equal(flaky(attempts(['met', undefined], ['missed', undefined], ['met', 'a'])), undefined);
});

void test('what lies more than thirty attempts back is over', () => {
  const steady = Array.from({ length: 30 }, () => ['met', 'a'] as const);
  assert.equal(flaky(attempts(['missed', 'a'], ...steady)), undefined);
});
