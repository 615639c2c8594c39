import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DeadlinePassed, withDeadline } from './deadline';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Never answers, and ends as its signal does. */
const silent = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

test('a deadline passes, also where memory is collected meanwhile', async () => {
  const passed = withDeadline(300, new AbortController().signal, silent);
  const collecting = setInterval(collect, 20);
  const late = setTimeout(() => assert.fail('it never passed'), 10_000);
  try {
    await assert.rejects(passed, new DeadlinePassed(300));
  } finally {
    clearInterval(collecting);
    clearTimeout(late);
  }
});

test('who calls ends it earlier, and one that answers in time keeps nothing waiting', async () => {
  const outer = new AbortController();
  const ended = withDeadline(60_000, outer.signal, silent);
  outer.abort(new Error('enough'));
  await assert.rejects(ended, /enough/);
  assert.equal(await withDeadline(60_000, new AbortController().signal, async () => 'in time'), 'in time');
});
