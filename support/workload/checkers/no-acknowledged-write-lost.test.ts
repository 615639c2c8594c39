import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Application, ReadBack } from '../../drill/history';
import { milliseconds } from '../../drill/time';
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

const objectives = { rtoMs: milliseconds(7_200_000), rpoMs: milliseconds(86_400_000) };
const moment = (name: 'archived' | 'injected', at: number) => ({
  moment: name,
  at: milliseconds(at),
  error: milliseconds(1),
  detail: '',
});
/** Writes acknowledged at 1.1 s, 4.1 s and 7.1 s; the archive holds the moment 2 s, the failure is at 5 s. */
const aroundArchive = [...did('a', 1, 1.1, 'ok'), ...did('b', 4, 4.1, 'ok'), ...did('c', 7, 7.1, 'ok')];
const withArchive = (
  lost: readonly string[],
  rpoMs = objectives.rpoMs,
  moments: readonly ('archived' | 'injected')[] = ['archived', 'injected'],
  givesUp: readonly Application[] = ['confluence'],
) =>
  noAcknowledgedWriteLost.check(
    evidence({
      history: aroundArchive,
      readback: ['a', 'b', 'c'].map((key) => found(key, lost.includes(key) ? 'absent' : 'present')),
      timeline: moments.map((name) => moment(name, name === 'archived' ? 2000 : 5000)),
      manifest: { objectives: { ...objectives, rpoMs }, archive: { givesUp } },
    }),
  );

test('where the plan goes back to an archive, what was acknowledged since may be lost, and is counted', () => {
  const verdict = withArchive(['b', 'c']);
  assert.deepEqual([verdict.result, verdict.measures['givenUp'], verdict.measures['lost']], ['met', 2, 0]);
  assert.match(verdict.reason, /2 from since then are lost, as the recovery point objective allows/);
});

test('what was acknowledged before the archive may not be lost, nor anything where the objective is 0', () => {
  assert.deepEqual(withArchive(['a', 'b']).ids?.['lost'], ['confluence:id-a']);
  assert.equal(withArchive(['a']).result, 'missed');
  assert.equal(withArchive(['b'], milliseconds(0)).result, 'missed');
});

test('an objective shorter than the archive is old does not allow what is older than it', () => {
  assert.deepEqual(withArchive(['b'], milliseconds(500)).ids?.['lost'], ['confluence:id-b']);
  assert.equal(withArchive(['c'], milliseconds(500)).result, 'met');
});

test('without an archive in the timeline nothing may be lost, whatever the objective', () => {
  assert.equal(withArchive(['c'], objectives.rpoMs, ['injected']).result, 'missed');
});

test('what the plan does not go back on may not be lost: another application, or one that is not named', () => {
  assert.equal(withArchive(['b'], objectives.rpoMs, ['archived', 'injected'], ['alfresco']).result, 'missed');
});
