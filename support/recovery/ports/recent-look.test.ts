import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seconds } from '../../drill/time';
import { RecentLook } from './recent-look';

/** A look that finds something, so that it is seen whether it was made. */
const looking = (): Promise<readonly string[]> => Promise.resolve(['looked']);

function recentLook(): { readonly recent: RecentLook; readonly pass: (milliseconds: number) => void } {
  let now = 0;
  const pass = (milliseconds: number): void => void (now += milliseconds);
  return { recent: new RecentLook(seconds(2), () => now), pass };
}

void test('what was seen to be whole a moment ago is not looked at again, once', async () => {
  const { recent, pass } = recentLook();
  assert.deepEqual(recent.found([]), []);
  pass(1999);
  assert.deepEqual(await recent.orLook(looking), []);
  assert.deepEqual(await recent.orLook(looking), ['looked']);
});

void test('what was seen longer ago, was not whole, or was not seen at all is looked at', async () => {
  const { recent, pass } = recentLook();
  assert.deepEqual(await recent.orLook(looking), ['looked']);
  recent.found([]);
  pass(2000);
  assert.deepEqual(await recent.orLook(looking), ['looked']);
  recent.found([]);
  assert.deepEqual(recent.found(['amiss']), ['amiss']);
  assert.deepEqual(await recent.orLook(looking), ['looked']);
});
