import assert from 'node:assert/strict';
import { test } from 'node:test';
import { milliseconds } from '../drill/time';
import { ManualTimer } from '../drill/timer';
import { OutOfPatience, patientClient } from './patient-client';
import { RequestFailed } from './request-failed';
import { retryAfter, type WebResponse } from './web-client';

const answer: WebResponse = { status: 200, cookies: [], bytes: Buffer.alloc(0), json: () => ({}) };
const request = { method: 'GET', path: '/x' } as const;
const failed = (facts: { status?: number; code?: string; retryAfter?: number }): RequestFailed =>
  new RequestFailed('GET /x failed', { outcome: 'unknown', ...facts });

function patient(answers: readonly (RequestFailed | WebResponse)[], budget = 60_000) {
  const timer = new ManualTimer();
  const waits: number[] = [];
  let sent = 0;
  const client = patientClient(
    {
      request: async () => {
        const next = answers[sent] ?? answer;
        sent += 1;
        if (next instanceof RequestFailed) throw next;
        return next;
      },
      close: () => undefined,
    },
    { budget: milliseconds(budget), timer, onWait: (_, wait) => void waits.push(wait) },
  );
  return { client, timer, waits, sent: () => sent };
}

const signal = new AbortController().signal;

void test('what is refused for good is not sent again', async () => {
  for (const facts of [{ status: 400 }, { status: 401 }, { status: 409 }, { status: 413 }, { status: 501 }]) {
    const { client, sent } = patient([failed(facts)]);
    await assert.rejects(client.request(request, signal), RequestFailed);
    assert.equal(sent(), 1);
  }
});

void test('a certificate that is not trusted is not waited for', async () => {
  for (const code of ['SELF_SIGNED_CERT_IN_CHAIN', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID']) {
    const { client, sent } = patient([failed({ code })]);
    await assert.rejects(client.request(request, signal), RequestFailed);
    assert.equal(sent(), 1);
  }
});

void test('pauses double up to half a minute, and begin anew after a success', async () => {
  const away = failed({ code: 'ECONNREFUSED' });
  const { client, timer, waits } = patient([away, away, away, away, away, away, away, answer, away], 600_000);
  const first = client.request(request, signal);
  await timer.advance(200_000);
  await first;
  const second = client.request(request, signal);
  await timer.advance(1000);
  await second;
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 1000]);
});

void test('a server that asks for no time at all is not asked without a pause', async () => {
  const busy = failed({ status: 429, retryAfter: 0 });
  const { client, timer, waits } = patient([busy, busy, busy]);
  const sent = client.request(request, signal);
  await timer.advance(7000);
  await sent;
  assert.deepEqual(waits, [1000, 2000, 4000]);
});

void test('the budget is for a time without any success, not for one request', async () => {
  const busy = failed({ status: 429, retryAfter: 40_000 });
  const { client, timer } = patient([busy, answer, busy, answer, busy, answer]);
  for (let count = 0; count < 3; count += 1) {
    const sent = client.request(request, signal);
    await timer.advance(40_000);
    await sent;
  }
});

void test('it gives up at once where it is asked to wait for longer than is left', async () => {
  const { client, timer } = patient([failed({ status: 429, retryAfter: 61_000 })]);
  await assert.rejects(client.request(request, signal), (error) => {
    assert.ok(error instanceof OutOfPatience);
    assert.match(error.message, /60 s at most \(it asks for 61 s\)/);
    return true;
  });
  assert.equal(timer.pending, 0);
});

void test('who is asked to end does not wait on', async () => {
  const ending = new AbortController();
  const { client, timer } = patient([failed({ status: 503 })]);
  const sent = client.request(request, ending.signal);
  await timer.advance(10);
  ending.abort(new Error('stopped by SIGINT'));
  await assert.rejects(sent, /stopped by SIGINT/);
  assert.equal(timer.pending, 0);
});

void test('Retry-After is read as seconds and as a date', () => {
  const now = new Date('2026-11-27T10:00:00Z');
  assert.equal(retryAfter('7', now), 7000);
  assert.equal(retryAfter('Fri, 27 Nov 2026 10:01:00 GMT', now), 60_000);
  assert.equal(retryAfter('Fri, 27 Nov 2026 09:00:00 GMT', now), 0);
  for (const header of [undefined, '', 'soon', ['7']]) assert.equal(retryAfter(header, now), undefined);
});
