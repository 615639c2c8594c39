import assert from 'node:assert/strict';
import { test } from 'node:test';
import { milliseconds } from '../drill/time';
import { healthCheck } from './health-checks';

const { signal } = new AbortController();

type Answer = 'good' | 'refused' | 'silence';

/** Each asking is answered in its order, the last of them from then on. */
const source = (answers: readonly Answer[], { way = true, tries = 2 } = {}) => {
  let asked = 0;
  let now = 0;
  const check = {
    instance: 'monitor',
    ask: (until: AbortSignal) => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      if (answer === 'good') return Promise.resolve('it answers');
      if (answer === 'refused') return Promise.reject(new Error('ECONNREFUSED'));
      return new Promise<string>((_, reject) =>
        until.addEventListener('abort', () => reject(until.reason as Error), { once: true }),
      );
    },
    wayThere: () => Promise.resolve(way),
    timeout: milliseconds(20),
    tries,
  };
  return healthCheck(check, { now: () => milliseconds((now += 1000)) });
};

const told = async (next: ReturnType<typeof source>, looks: number): Promise<readonly string[]> => {
  const events = [];
  for (let look = 0; look < looks; look += 1) events.push(...(await next(signal)));
  return events.map(({ device, tag, message }) => `${device}: ${tag}: ${message}`);
};

void test('one that answers tells nothing', async () => {
  assert.deepEqual(await told(source(['good']), 3), []);
});

void test('one that refuses each try in a row is down, once, and well again with the first good answer', async () => {
  assert.deepEqual(await told(source(['refused', 'refused', 'refused', 'refused', 'good']), 3), [
    'Health check of monitor: Down: monitor: 2 times in a row: ECONNREFUSED',
    'Health check of monitor: OK: it answers',
  ]);
});

void test('one that hangs is down when its time is over', async () => {
  assert.deepEqual(await told(source(['silence']), 1), [
    'Health check of monitor: Down: monitor: 2 times in a row: no answer within 0.02 s',
  ]);
});

void test('one failed try among good ones is no alarm', async () => {
  assert.deepEqual(await told(source(['refused', 'good']), 2), []);
});

void test('where the way to it is lost nobody says that it is down', async () => {
  assert.deepEqual(await told(source(['refused'], { way: false }), 3), []);
});

void test('who stops the watch is not taken for an answer', async () => {
  const stopped = new AbortController();
  const next = source(['silence']);
  const asked = next(stopped.signal);
  stopped.abort(new Error('the watch was stopped'));
  await assert.rejects(asked, /the watch was stopped/);
});
