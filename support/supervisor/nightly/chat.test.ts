import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import { ManualTimer, realTimer } from '../../drill/timer';
import { openChat } from './chat';
import type { NightMessage } from './outlet';

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly body: unknown;
}

/** A chat's server on loopback that gives these answers, the last one for ever. */
async function chatServer(t: TestContext, ...answers: readonly { status: number; retryAfter?: string }[]) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)] ?? { status: 200 };
      const { method, url, headers } = request;
      asked.push({ method, url, type: headers['content-type'], body: JSON.parse(body) as unknown });
      if (answer.retryAfter !== undefined) response.setHeader('Retry-After', answer.retryAfter);
      response.writeHead(answer.status).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const port = String((server.address() as AddressInfo).port);
  return { asked, webhook: `http://127.0.0.1:${port}/services/T0001/B0002/kx9QpZ3v` };
}

const { signal } = new AbortController();
const message = (line: string): NightMessage => ({ line, text: 'more', id: 'run.staging', at: '' });

void test('a chat is sent the line as JSON with a text, to the whole path of its webhook', async (t) => {
  const { asked, webhook } = await chatServer(t, { status: 200 });
  const chat = openChat(webhook, undefined, realTimer);
  await chat.send(message('staging: met, 3 of 3 drills met'), signal);
  chat.close();
  assert.deepEqual(asked, [
    {
      ...{ method: 'POST', url: '/services/T0001/B0002/kx9QpZ3v', type: 'application/json' },
      body: { text: 'staging: met, 3 of 3 drills met' },
    },
  ]);
});

void test('what stands in a line calls nobody and links to nothing', async (t) => {
  const { asked, webhook } = await chatServer(t, { status: 200 });
  const chat = openChat(webhook, undefined, realTimer);
  await chat.send(message('it said <!channel> @all'), signal);
  chat.close();
  assert.deepEqual(asked[0]?.body, { text: 'it said ‹!channel› @\u200ball' });
});

void test('a chat that is overloaded is asked again, and one that is away is given up within its bounds', async (t) => {
  const { asked, webhook } = await chatServer(t, { status: 503 }, { status: 429 }, { status: 200 });
  const timer = new ManualTimer();
  const chat = openChat(webhook, undefined, timer);
  const going = setInterval(() => {
    if (timer.pending > 0) void timer.advance(1000);
  }, 5);
  await chat.send(message('staging: met'), signal).finally(() => clearInterval(going));
  chat.close();
  assert.equal(asked.length, 3);
});

void test('what is refused is not sent again, and no error names the path of the webhook', async (t) => {
  const { asked, webhook } = await chatServer(t, { status: 404 });
  const chat = openChat(webhook, undefined, realTimer);
  await assert.rejects(chat.send(message('staging: met'), signal), (error: Error) => {
    assert.match(error.message, /^POST to 127\.0\.0\.1:\d+ answered 404/);
    assert.doesNotMatch(error.message, /services|T0001|kx9QpZ3v/);
    return true;
  });
  chat.close();
  assert.equal(asked.length, 1);
});

void test('a chat that asks for more patience than there is is given up at once', async (t) => {
  const { asked, webhook } = await chatServer(t, { status: 429, retryAfter: '3600' });
  const chat = openChat(webhook, undefined, realTimer);
  await assert.rejects(chat.send(message('staging: met'), signal), /gave up after 60 s at most/);
  chat.close();
  assert.equal(asked.length, 1);
});

void test('a webhook that would be told in the clear, or is none, is refused without being quoted', () => {
  for (const webhook of [
    'http://chat.example.org/hooks/kx9QpZ3v',
    'kx9QpZ3v',
    'ftp://chat.example.org/kx9QpZ3v',
  ])
    assert.throws(
      () => openChat(webhook, undefined, realTimer),
      (error: Error) => /expected/.test(error.message) && !error.message.includes('kx9QpZ3v'),
    );
});
