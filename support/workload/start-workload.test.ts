import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { ApplicationAccess } from '../applications/access';
import { openConfluence } from '../applications/confluence';
import { seedContainer } from '../applications/containers';
import {
  startInMemoryWebServer,
  type InMemoryWebServer,
  type Stored,
} from '../applications/in-memory-web-server';
import { startClock } from '../drill/clock';
import type { HistoryEvent, ReadBack } from '../drill/history';
import { parseJsonLines } from '../drill/json-lines';
import { learnSecrets } from '../drill/redaction/known-secrets';
import { milliseconds, seconds } from '../drill/time';
import { openCertificateAuthority } from '../environment/certificate-authority';
import { operationsOf, type Operation } from './operations';
import { readBack } from './read-back';
import { startWorkload } from './start-workload';
import type { Workload } from './workload';

const soon = (): AbortSignal => AbortSignal.timeout(20_000);
const folders: string[] = [];
const running: Bench[] = [];
// A test that fails leaves neither a thread nor a server, which would keep the program alive.
after(async () => {
  for (const { workload, server } of running) {
    await workload.stop();
    await server.kill();
  }
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

interface Bench {
  readonly server: InMemoryWebServer;
  readonly access: ApplicationAccess;
  readonly workload: Workload;
  readonly clock: ReturnType<typeof startClock>;
  readonly history: () => Promise<readonly HistoryEvent[]>;
}

async function bench(rate: number, requestTimeout = seconds(2)): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'workload-'));
  folders.push(folder);
  const authority = await openCertificateAuthority(join(folder, 'keys'), 'test');
  const { key, certificate } = await authority.issue('web', ['tools.test']);
  const server = await startInMemoryWebServer({ key, cert: certificate });
  const access = {
    address: '127.0.0.1',
    port: server.port,
    hostname: 'tools.test',
    ca: authority.certificate,
    username: 'workload',
    password: 'secret',
  };
  const historyFile = join(folder, 'history.jsonl');
  const clock = startClock();
  const workload = await startWorkload(
    {
      access,
      administration: access,
      applications: ['confluence'],
      rates: { confluence: rate },
      historyFile,
      clock,
      seed: 1,
      requestTimeout,
      run: 'test',
    },
    soon(),
  );
  await workload.waitForFirstWrites(soon());
  const history = async (): Promise<readonly HistoryEvent[]> =>
    parseJsonLines('history', await readFile(historyFile, 'utf8')).values as readonly HistoryEvent[];
  const all = { server, access, workload, clock, history };
  running.push(all);
  return all;
}

test('where the containers cannot be made, it says so, and leaves no thread that would keep the program alive', async () => {
  const { server, access, workload, clock } = await bench(5);
  await workload.stop();
  await server.kill();
  const threads = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
  const before = threads();
  const folder = await mkdtemp(join(tmpdir(), 'workload-'));
  folders.push(folder);
  const start = startWorkload(
    {
      ...{ access, administration: access, applications: ['confluence'], rates: { confluence: 5 } },
      ...{
        historyFile: join(folder, 'history.jsonl'),
        clock,
        seed: 1,
        requestTimeout: seconds(2),
        run: 'test',
      },
    },
    soon(),
  );
  await assert.rejects(start, /ECONNREFUSED/);
  const limit = soon();
  while (threads() > before) {
    limit.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal(await readFile(join(folder, 'history.jsonl'), 'utf8'), '');
});

test('a killed server shows as failed requests, its return as steady service, and nothing acknowledged is lost', async () => {
  const { server, access, workload, clock, history } = await bench(20);
  await server.kill();
  const killed = clock.now();
  const failure = await workload.waitForFailure('confluence', killed, soon());
  assert.ok(
    failure.at > killed && failure.at < killed + 1000,
    `failed at ${failure.at}, killed at ${killed}`,
  );
  const { ended, failing } = workload.endedSince('confluence', killed);
  assert.ok(failing > 0 && ended >= failing, `${failing} of ${ended} that ended since failed`);
  await server.revive();
  const revived = clock.now();
  const steady = await workload.waitForSteady('confluence', killed, milliseconds(500), soon());
  assert.ok(
    steady.at > killed && steady.at < revived + 1000,
    `restored at ${steady.at}, revived at ${revived}`,
  );
  await workload.stop();

  const operations = operationsOf(await history());
  assert.ok(operations.every(({ completedAt }) => completedAt !== undefined));
  const refused = operations.filter(({ error }) => /ECONNREFUSED/.test(error ?? ''));
  // An item takes more than one request, and the server may be killed between them.
  const isPart = ({ error }: Operation): boolean => /was made, but: /.test(error ?? '');
  const nothing = refused.filter((each) => !isPart(each));
  assert.ok(nothing.length > 0);
  assert.ok(
    nothing.every(({ outcome }) => outcome === 'failed'),
    'a refused connection certainly did nothing',
  );
  assert.ok(
    refused.filter(isPart).every(({ outcome }) => outcome === 'unknown'),
    'a part of it is there',
  );

  const store = openConfluence(access, { requestTimeout: seconds(2) });
  const read: ReadBack[] = [];
  await readBack({
    stores: [store],
    history: await history(),
    workloadContainer: workload.container,
    seed: [{ application: 'confluence', key: 'never seeded', sha256: 'aa' }],
    seedContainer,
    onRead: (each) => read.push(each),
    signal: soon(),
  });
  store.close();
  const acknowledged = operations.filter(({ kind, outcome }) => kind === 'write' && outcome === 'ok');
  assert.ok(acknowledged.length > 10);
  assert.equal(
    read.filter(({ origin, found }) => origin === 'workload' && found === 'present').length,
    acknowledged.length,
  );
  assert.deepEqual(
    read.filter(({ origin }) => origin === 'seed').map(({ found }) => found),
    ['absent'],
  );
  await workload.removeContainers(soon());
  await server.kill();
});

test('the rate of attempts stays constant while the server hangs', async () => {
  const { server, workload, clock, history } = await bench(20, seconds(1));
  server.behave = () => 'hang';
  const from = clock.now();
  await workload.waitForFailure('confluence', from, soon());
  server.behave = () => 'serve';
  const until = clock.now();
  await workload.stop();
  await server.kill();
  const writes = operationsOf(await history()).filter(
    ({ kind, invokedAt }) => kind === 'write' && invokedAt >= from && invokedAt < until,
  );
  const expected = ((until - from) / 1000) * 20;
  assert.ok(Math.abs(writes.length - expected) <= 2, `${writes.length} writes, ${expected} expected`);
  const timedOut = writes.filter(({ error }) => /no answer within 1 s/.test(error ?? ''));
  assert.ok(timedOut.length > 0);
  assert.ok(
    timedOut.every(({ outcome }) => outcome === 'unknown'),
    'what was sent may have happened',
  );
});

test('outcomes tell a refusal from a doubt', async () => {
  const { server, workload, clock, history } = await bench(20);
  const step = async (behaviour: InMemoryWebServer['behave']): Promise<void> => {
    const since = clock.now();
    server.behave = behaviour;
    await workload.waitForFailure('confluence', since, soon());
  };
  await step((method, path) => (method === 'POST' && path.endsWith('/content') ? { status: 403 } : 'serve'));
  await step((method, path) => (method === 'POST' && path.endsWith('/content') ? { status: 503 } : 'serve'));
  await step((method, path) =>
    method === 'POST' && path.endsWith('/content') ? 'reset-after-acting' : 'serve',
  );
  await step((method, path) =>
    method === 'POST' && path.endsWith('/attachment') ? { status: 400 } : 'serve',
  );
  await workload.stop();
  await server.kill();
  const failures = (await history()).filter(({ type }) => type === 'failed' || type === 'unknown');
  const outcome = (pattern: RegExp): readonly string[] => [
    ...new Set(
      failures.flatMap((event) => ('error' in event && pattern.test(event.error ?? '') ? [event.type] : [])),
    ),
  ];
  assert.deepEqual(outcome(/\/content answered 403/), ['failed']);
  assert.deepEqual(outcome(/\/content answered 503/), ['unknown']);
  assert.deepEqual(outcome(/socket hang up|ECONNRESET/), ['unknown']);
  assert.deepEqual(outcome(/was made, but: .*attachment answered 400/), ['unknown'], 'a part of it is there');
});

test('stopping records what is still under way as unknown', async () => {
  const { server, workload, history } = await bench(10, milliseconds(300));
  server.behave = () => 'hang';
  await workload.stop();
  await workload.stop();
  await server.kill();
  assert.ok(operationsOf(await history()).every(({ completedAt }) => completedAt !== undefined));
  await assert.rejects(
    workload
      .waitForFirstWrites(AbortSignal.timeout(10))
      .then(() => workload.waitForFailure('confluence', milliseconds(1e9), soon())),
    /the workload ended/,
  );
});

test('an error page that shows a secret is in the history without it, also where its quotation was cut', async () => {
  const secret = '8d777f385d3dfec8815d20f7496026dc';
  learnSecrets([{ name: 'mysql.root', value: secret }]);
  const { server, workload, clock, history } = await bench(20);
  const page = `no connection as root:${secret} ${'.'.repeat(130)} ${secret}`;
  server.behave = () => ({ status: 503, says: page });
  await workload.waitForFailure('confluence', clock.now(), soon());
  await workload.stop();
  await server.kill();
  const errors = operationsOf(await history()).flatMap(({ error }) => error ?? []);
  assert.ok(errors.length > 0);
  for (const error of errors) {
    assert.match(error, /no connection as root:\[redacted: mysql\.root\] \.{130} \[reda/);
    assert.ok(!error.includes(secret.slice(0, 4)), error);
  }
});

test('an item whose number another has now is absent; one whose bytes changed is not', async () => {
  const { server, workload, clock, history } = await bench(20);
  const bytes = Buffer.from('not what was written');
  const attachment = { name: 'other.bin', bytes };
  const change = (other: (stored: Stored) => Stored): void => {
    for (const [id, stored] of server.stored)
      if (stored.attachment !== undefined) server.stored.set(id, other(stored));
  };
  change((stored) => ({ ...stored, key: `${stored.key} anew`, attachment }));
  await workload.waitForFailure('confluence', clock.now(), soon());
  const renumbered = clock.now();
  change((stored) => ({ ...stored, key: stored.key.replace(/ anew$/, ''), attachment }));
  await workload.waitForFailure('confluence', renumbered, soon());
  await workload.stop();
  await server.kill();
  const failed = operationsOf(await history()).filter(({ outcome }) => outcome === 'failed');
  const another = failed.filter(({ error }) => /^its id is that of ".* anew" now$/.test(error ?? ''));
  const changed = failed.filter(({ error }) => error === 'other bytes than were written');
  assert.ok(another.length > 0 && another.every(({ absent }) => absent === true));
  assert.ok(changed.length > 0 && changed.every(({ absent }) => absent === undefined));
});
