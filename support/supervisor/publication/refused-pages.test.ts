import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counts, publish, report, RUN, startedServer, writes } from './sample-publication';
import type { WaitingRun } from './waiting-runs';

void test('a page that is too large is published without its details, one that still is, is refused', async (t) => {
  const server = await startedServer(t);
  server.largestBody = 2500;
  const waiting = new Map<string, WaitingRun>();
  const result = await publish(server, { waiting });
  assert.ok(result.outcome === 'published');
  assert.deepEqual(result.published.refused, []);
  assert.match(server.titled(RUN).body, /<p>short<\/p>/);
  const from = server.asked.length;
  await publish(server);
  assert.deepEqual(writes(server, from), []);

  server.largestBody = 100;
  const refused = await publish(server, { pages: report('as it is now'), waiting });
  assert.ok(refused.outcome === 'published');
  assert.equal(refused.published.refused.length, 5);
  assert.match(refused.published.refused[0] ?? '', /is not taken by Confluence: .* answered 413/);
  assert.equal(waiting.size, 0);
});

void test('where a page is refused that others are to stand below, one line tells of those', async (t) => {
  const server = await startedServer(t);
  server.largestBody = 100;
  const result = await publish(server);
  assert.ok(result.outcome === 'published');
  const [first = '', ...rest] = result.published.refused;
  assert.match(first, /^"Recovery report \(staging\)" is not taken by Confluence/);
  assert.deepEqual(rest, ['5 pages that stand below those']);
});

void test('a picture that is too large is left out of the page, and said', async (t) => {
  const server = await startedServer(t);
  server.largestAttachment = 10;
  const said: string[] = [];
  const result = await publish(server, { said });
  assert.deepEqual(counts(result), { created: 6, updated: 0, unchanged: 0, refused: [] });
  assert.match(server.titled(RUN).body, /<p>shown: <\/p>/);
  assert.match(said[0] ?? '', /"a\.png" is left out: .*413/);
});

void test('a picture that cannot be drawn is left out of the page, and said', async (t) => {
  const server = await startedServer(t);
  const said: string[] = [];
  const draw = (picture: string): Buffer => {
    if (picture.includes('green')) throw new Error('no such colour');
    return Buffer.from(picture);
  };
  const result = await publish(server, { said, draw });
  assert.equal(result.outcome, 'published');
  assert.match(server.titled(RUN).body, /<p>shown: b\.png<\/p>/);
  assert.deepEqual(said, [`"${RUN}": "a.png" cannot be drawn and is left out: no such colour`]);
});
