import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { learnSecrets } from '../../support/drill/redaction/known-secrets';
import { readRunEvidence } from '../drill-evidence';
import { writeSampleDrill, type SampleOptions } from '../sample/sample-run';
import { summarizeRun } from '../summarize-run';
import { exportTraces, runTraces } from './export-traces';

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { key: string; value: Record<string, unknown> }[];
  readonly events: readonly { name: string; timeUnixNano: string }[];
  readonly status: { code: number; message?: string };
}
interface Otlp {
  readonly resourceSpans: readonly {
    readonly resource: { attributes: readonly { key: string; value: { stringValue?: string } }[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'firedrill-otlp-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const FACTS = { run: 'sample', environment: 'staging', seed: 7, startedAt: '', endedAt: '', notes: [] };
function traces(options: SampleOptions = {}) {
  writeSampleDrill(folder, options);
  const evidence = readRunEvidence(folder);
  return runTraces(summarizeRun(FACTS, [], evidence), evidence);
}
const spansIn = (line: string): readonly OtlpSpan[] =>
  (JSON.parse(line) as Otlp).resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans),
  );
const attribute = (span: OtlpSpan | undefined, key: string) =>
  Object.values(span?.attributes.find((each) => each.key === key)?.value ?? {})[0];

void test('a drill becomes a trace: the drill, its phases, and the runbook with its steps, at the time it was', async () => {
  const file = join(folder, 'traces.jsonl');
  await exportTraces(await traces({ result: 'missed', reason: 'a write is lost' }), file);
  const text = readFileSync(file, 'utf8');
  assert.equal(text.split('\n').length, 2, 'a line for the one drill');
  const spans = spansIn(text);
  const named = (name: string) => spans.find((span) => span.name === name);
  const drill = named('drill application-crash-confluence');
  const runbook = named('runbook restart-an-application');
  assert.ok(drill && runbook);
  const parents = Object.fromEntries(spans.map(({ name, parentSpanId }) => [name, parentSpanId]));
  assert.deepEqual(parents, {
    [drill.name]: undefined,
    'phase unnoticed': drill.spanId,
    'phase undetected': drill.spanId,
    'phase recovering': drill.spanId,
    [runbook.name]: drill.spanId,
    '1. Look at the unit': runbook.spanId,
    '2. Start the application': runbook.spanId,
  });
  assert.equal(new Set(spans.map(({ traceId }) => traceId)).size, 1);
  assert.equal(drill.startTimeUnixNano, `${String(Date.parse('2026-11-22T10:00:00Z'))}000000`);
  assert.equal(drill.endTimeUnixNano, `${String(Date.parse('2026-11-22T10:01:00Z'))}000000`);
  assert.equal(
    named('phase undetected')?.startTimeUnixNano,
    `${String(Date.parse('2026-11-22T10:00:10.300Z'))}000000`,
  );
  assert.deepEqual(
    drill.events.map(({ name }) => name),
    ['injected', 'observable', 'detected', 'monitor', 'restored', 'monitor'],
  );
  assert.deepEqual(drill.status, { code: 2, message: 'a write is lost' });
  assert.equal(attribute(drill, 'test.case.result.status'), 'fail');
  assert.equal(attribute(drill, 'firedrill.recovery_seconds'), 7);
  assert.equal(attribute(named('2. Start the application'), 'firedrill.observed'), 'active (running)');
  assert.equal((statSync(file).mode & 0o777).toString(8), '600');
});

void test('exported twice it is the same trace, and another run’s is another', async () => {
  const [one] = await traces();
  rmSync(folder, { recursive: true });
  const [again] = await traces();
  assert.deepEqual(
    again?.map((span) => span.spanContext()),
    one?.map((span) => span.spanContext()),
  );
  const evidence = readRunEvidence(folder);
  const [other] = await runTraces(summarizeRun({ ...FACTS, run: 'other' }, [], evidence), evidence);
  assert.notEqual(other?.[0]?.spanContext().traceId, one?.[0]?.spanContext().traceId);
});

void test('a secret in the evidence is none in the trace', async () => {
  const secret = 'pw-77c1d0a95be24f6688aa';
  learnSecrets([{ name: 'staging/mysql.root', value: secret }]);
  const file = join(folder, 'traces.jsonl');
  await exportTraces(await traces({ result: 'missed', reason: `it said ${secret}` }), file);
  assert.doesNotMatch(readFileSync(file, 'utf8'), /77c1d0a95be24f66/);
});

/** A collector that answers so, and keeps what it was sent. */
async function collector(statuses: readonly number[]) {
  const got: { path: string; type: string; body: string }[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const status = statuses[Math.min(got.length, statuses.length - 1)] ?? 200;
      got.push({ path: request.url ?? '', type: request.headers['content-type'] ?? '', body });
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}`, got, close: () => server.close() };
}

void test('an endpoint is sent each drill’s trace as OTLP in JSON', async (t) => {
  const { url, got, close } = await collector([200]);
  t.after(close);
  await exportTraces(await traces(), url);
  assert.deepEqual(
    got.map(({ path, type }) => [path, type]),
    [['/v1/traces', 'application/json']],
  );
  assert.equal(spansIn(got[0]?.body ?? '').length, 7);
  const [resource] = (JSON.parse(got[0]?.body ?? '') as Otlp).resourceSpans;
  assert.ok(
    resource?.resource.attributes.some(
      ({ key, value }) => key === 'service.name' && value.stringValue === 'firedrill',
    ),
  );
});

void test('an endpoint with a path of its own is taken as it is, and one that refuses is an error that names it', async (t) => {
  const { url, got, close } = await collector([400]);
  t.after(close);
  const made = await traces();
  await assert.rejects(
    exportTraces(made, `${url}/otlp/traces`),
    /127\.0\.0\.1:\d+ did not take the traces: .+/,
  );
  assert.equal(got[0]?.path, '/otlp/traces');
});

void test('an endpoint that nobody answers at is an error', async () => {
  const { url, close } = await collector([200]);
  await new Promise((resolve) => close().on('close', resolve));
  await assert.rejects(exportTraces(await traces(), url, 500), /did not take the traces/);
});
