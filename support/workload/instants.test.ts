import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seconds } from '../drill/time';
import { observable, restored } from './instants';
import { did } from './literal-evidence';
import { operationsOf } from './operations';

const at = (...history: readonly ReturnType<typeof did>[]) => operationsOf(history.flat());
const since = seconds(10);

test('the first failure is the one that ended first, with its start as its error bar', () => {
  const operations = at(did('a', 9, 14, 'unknown'), did('b', 12, 12.5, 'failed'), did('c', 11, 11.1, 'ok'));
  assert.deepEqual(observable(operations, 'confluence', since), { at: 12_500, error: 500 });
  assert.deepEqual(observable(operations.slice(0, 1), 'confluence', since), { at: 14_000, error: 4000 });
  assert.equal(observable(operations, 'jira', since), undefined);
});

test('a request whose end nobody saw is no instant of its own', () => {
  const [pending] = did('a', 11, 12, 'ok');
  const alone = operationsOf(pending === undefined ? [] : [pending]);
  assert.equal(observable(alone, 'confluence', since), undefined);
  const withFailure = [...alone, ...at(did('b', 12, 12.5, 'failed'))];
  assert.deepEqual(observable(withFailure, 'confluence', since), { at: 12_500, error: 500 });
});

test('a success between failures is no restoration', () => {
  const operations = at(
    did('a', 11, 11.1, 'failed'),
    did('b', 12, 12.1, 'ok'),
    did('c', 16, 16.1, 'failed'),
    did('d', 17, 17.1, 'ok'),
    did('e', 21, 21.1, 'ok'),
  );
  assert.deepEqual(restored(operations, 'confluence', since, seconds(3)), { at: 17_100, error: 1100 });
});

test('a request of the outage that fails after the restoration does not count against it', () => {
  const operations = at(did('a', 11, 16, 'unknown'), did('b', 13, 13.5, 'ok'), did('c', 17, 17.1, 'ok'));
  assert.deepEqual(restored(operations, 'confluence', since, seconds(3)), { at: 13_500, error: 2500 });
});

test('nobody is served while requests hang, though none of them fails', () => {
  const before = did('a', 11, 11.1, 'ok');
  const hung = [did('b', 11.2, 17.2, 'ok'), did('c', 13, 17, 'ok'), did('d', 16, 17.1, 'ok')];
  const later = did('e', 20, 20.1, 'ok');
  assert.deepEqual(restored(at(before, ...hung, later), 'confluence', since, seconds(3)), {
    at: 17_000,
    error: 5900,
  });
  // Until they end, nobody knows.
  assert.equal(restored(at(before, ...hung), 'confluence', since, seconds(3)), undefined);
});

test('a pause in which nobody asks is no silence, nor is a slow request beside others that are answered', () => {
  const paused = at(did('a', 11, 11.1, 'ok'), did('b', 16, 16.1, 'ok'));
  assert.equal(restored(paused, 'confluence', since, seconds(3))?.at, 11_100);
  const slow = at(did('a', 11, 11.1, 'ok'), did('b', 11.2, 16, 'ok'), did('c', 13, 13.1, 'ok'));
  assert.equal(restored(slow, 'confluence', since, seconds(3))?.at, 11_100);
});
