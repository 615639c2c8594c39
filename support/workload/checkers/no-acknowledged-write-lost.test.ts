import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReadBack } from '../../drill/history';
import { did, evidence } from '../literal-evidence';
import { runChecker } from './checker';
import { noAcknowledgedWriteLost } from './no-acknowledged-write-lost';

const found = (key: string, result: ReadBack['found']): ReadBack => ({
  application: 'confluence',
  key,
  id: `id-${key}`,
  origin: 'workload',
  expectedSha256: `sha-${key}`,
  found: result,
});
const history = [...did('a', 1, 1.1, 'ok'), ...did('b', 2, 2.1, 'unknown'), ...did('c', 3, 3.1, 'failed')];
const judged = (readback: readonly ReadBack[]) =>
  noAcknowledgedWriteLost.check(evidence({ history, readback }));

test('it is met when every acknowledged write is there with its bytes, and doubtful ones are there or not', () => {
  assert.equal(judged([found('a', 'present'), found('b', 'absent')]).result, 'met');
  const verdict = judged([found('a', 'present'), found('b', 'present')]);
  assert.equal(verdict.result, 'met');
  assert.deepEqual(verdict.measures, { acknowledged: 1, unknown: 1, lost: 0, corrupted: 0, unaccounted: 0 });
});

test('it is missed when an acknowledged write is absent, and says which', () => {
  const verdict = judged([found('a', 'absent'), found('b', 'absent')]);
  assert.equal(verdict.result, 'missed');
  assert.deepEqual(verdict.ids, { lost: ['confluence:id-a'], corrupted: [], unaccounted: [] });
  assert.match(verdict.reason, /^Of 1 acknowledged write: 1 lost/);
});

test('it is missed when an acknowledged or a doubtful write has other bytes', () => {
  assert.deepEqual(judged([found('a', 'corrupted')]).ids?.corrupted, ['confluence:id-a']);
  assert.deepEqual(judged([found('a', 'present'), found('b', 'corrupted')]).ids?.corrupted, ['confluence:b']);
  assert.equal(judged([found('a', 'present'), found('b', 'corrupted')]).result, 'missed');
});

test('it is missed when the read-back compared with other bytes than were written', () => {
  assert.equal(judged([{ ...found('a', 'present'), expectedSha256: 'another' }]).result, 'missed');
});

test('it is unknown when an acknowledged write was unreadable or never read again', () => {
  assert.deepEqual(judged([found('a', 'unreadable')]).ids?.unaccounted, ['confluence:id-a']);
  assert.equal(judged([found('a', 'unreadable')]).result, 'unknown');
  assert.equal(judged([]).result, 'unknown');
});

test('it is unknown when nothing was acknowledged', () => {
  assert.equal(noAcknowledgedWriteLost.check(evidence({})).result, 'unknown');
});

test('a loss outweighs what is not known', () => {
  const both = [...history, ...did('d', 4, 4.1, 'ok')];
  const readback = [found('a', 'absent'), found('d', 'unreadable')];
  assert.equal(noAcknowledgedWriteLost.check(evidence({ history: both, readback })).result, 'missed');
});

test('a history that contradicts itself is unknown', () => {
  const twice = [...history, ...history];
  const verdict = runChecker(noAcknowledgedWriteLost, evidence({ history: twice }));
  assert.equal(verdict.result, 'unknown');
  assert.match(verdict.reason, /^The checker failed: operation \d+ was invoked twice\.$/);
});
