import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PARENT } from './second-confluence';
import { counts, publish, skippingTimer, startedServer } from './sample-publication';
import type { WaitingRun } from './waiting-runs';

void test('Retry-After is kept to, and what is away is waited for longer each time', async (t) => {
  const server = await startedServer(t);
  const timer = skippingTimer();
  const answers = [
    { status: 429, headers: { 'Retry-After': '7' } },
    { status: 503, headers: { 'Retry-After': new Date(Date.now() + 60_000).toUTCString() } },
    { status: 503 },
    { status: 500 },
    'drop' as const,
    { status: 504 },
  ];
  server.behave = (_, count) => answers[count - 1] ?? 'serve';
  const result = await publish(server, { timer });
  assert.equal(result.outcome, 'published');
  const [first, second = 0, ...rest] = timer.waits;
  assert.equal(first, 7000);
  assert.ok(second > 55_000 && second <= 60_000, String(second));
  assert.deepEqual(rest, [4000, 8000, 16_000, 30_000]);
});

for (const [name, behaviour] of [
  ['away', 'drop'],
  ['overloaded', { status: 429, headers: { 'Retry-After': '9223372036854775807' } }],
  ['starting for ever', { status: 503 }],
] as const)
  void test(`a run waits for the next publication where Confluence is ${name}, which publishes it`, async (t) => {
    const server = await startedServer(t);
    const waiting = new Map<string, WaitingRun>();
    server.behave = (_, count) => (count > 9 ? behaviour : 'serve');
    const result = await publish(server, { waiting, budget: 100_000 });
    assert.equal(result.outcome, 'waits');
    assert.deepEqual([...waiting.keys()], ['r1']);
    server.behave = () => 'serve';
    assert.equal((await publish(server, { waiting })).outcome, 'published');
    assert.equal(waiting.size, 0);
  });

void test('a run that waits and was removed meanwhile keeps nobody from publishing', async (t) => {
  const server = await startedServer(t);
  const waiting = new Map([['r0', { folder: 'r0', since: '2026-11-20T05:00:00Z' }]]);
  const said: string[] = [];
  assert.equal((await publish(server, { waiting, said })).outcome, 'published');
  assert.deepEqual(said, ['r0 was to be published and is no finished run any more']);
  assert.equal(waiting.size, 0);
});

void test('an answer that does not come is given up, and asked for again', async (t) => {
  const server = await startedServer(t);
  server.behave = ({ method }, count) => (method === 'POST' && count === 4 ? 'hang' : 'serve');
  const result = await publish(server, { requestTimeout: 200 });
  assert.deepEqual(counts(result), { created: 6, updated: 0, unchanged: 0, refused: [] });
});

void test('a token that Confluence does not know is tried once', async (t) => {
  const server = await startedServer(t);
  await assert.rejects(publish(server, { token: 'another-token-of-somebody' }), /does not know the token/);
  assert.equal(server.asked.length, 1);
});

void test('who is sent elsewhere does not go there with the token', async (t) => {
  const [server, elsewhere] = [await startedServer(t), await startedServer(t)];
  server.behave = ({ path }) => ({
    status: 302,
    headers: { Location: `${new URL(elsewhere.baseUrl).origin}${path}` },
  });
  await assert.rejects(publish(server), /answered 302/);
  assert.equal(server.asked.length, 1);
  assert.equal(elsewhere.asked.length, 0);
});

void test('a log-in page in the place of an answer is told from one, and not asked for again', async (t) => {
  const server = await startedServer(t);
  server.behave = () => ({ status: 200, headers: { 'Content-Type': 'text/html' } });
  await assert.rejects(publish(server), /answered 200 with no JSON: as the test asked/);
  assert.equal(server.asked.length, 1);
});

void test('a Confluence that answers something else is told from one that is away', async (t) => {
  const server = await startedServer(t);
  server.behave = () => ({ status: 200, headers: {}, says: '{"results":[{"id":7}]}' });
  await assert.rejects(publish(server), /answered something else than Confluence does/);
  assert.equal(server.asked.length, 1);
});

void test('a parent that is not there is named; one is found by its id', async (t) => {
  const server = await startedServer(t);
  await assert.rejects(publish(server, { parent: 'Nowhere' }), /space OPS has no page "Nowhere"/);
  assert.equal((await publish(server, { parent: PARENT.id })).outcome, 'published');
});
