import assert from 'node:assert/strict';
import { test } from 'node:test';
import { milliseconds, seconds } from './time';
import { waitUntil, WaitError } from './wait-until';

const base = { subject: 'jira (i-0a1) to answer', interval: milliseconds(1), attempt: seconds(5) };

test('a wait ends with the value that was seen', async () => {
  let attempts = 0;
  const value = await waitUntil({
    ...base,
    deadline: seconds(5),
    signal: new AbortController().signal,
    observe: async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('ECONNREFUSED');
      return attempts < 3 ? { seen: 'starting' } : { value: 7 };
    },
  });
  assert.equal(value, 7);
  assert.equal(attempts, 3);
});

test('a deadline that passes names subject, limit and last observation', async () => {
  await assert.rejects(
    waitUntil({
      ...base,
      deadline: milliseconds(20),
      signal: new AbortController().signal,
      observe: async () => Promise.reject(new Error('ECONNREFUSED 10.0.2.14:8080')),
    }),
    new WaitError('waited 20 ms for jira (i-0a1) to answer; last: ECONNREFUSED 10.0.2.14:8080'),
  );
});

test('an attempt that hangs does not hang the wait', async () => {
  await assert.rejects(
    waitUntil({
      ...base,
      attempt: milliseconds(5),
      deadline: milliseconds(30),
      signal: new AbortController().signal,
      observe: () => new Promise(() => undefined),
    }),
    /waited 30 ms .*; last: no answer within \d+ ms/,
  );
});

test('a hopeless wait ends at once, and an aborted one with the reason', async () => {
  const hopeless = {
    ...base,
    deadline: seconds(60),
    observe: async () => ({ hopeless: 'it is terminated' }),
  };
  await assert.rejects(
    waitUntil({ ...hopeless, signal: new AbortController().signal }),
    /gave up waiting for jira .*: it is terminated/,
  );
  const reason = new Error('stop');
  const controller = new AbortController();
  const waiting = waitUntil({
    ...base,
    deadline: seconds(60),
    signal: controller.signal,
    observe: () => new Promise(() => undefined),
  });
  controller.abort(reason);
  await assert.rejects(waiting, reason);
});
