import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { startClock } from '../../drill/clock';
import type { ReadBack } from '../../drill/history';
import type { MonitorEvent } from '../../drill/timeline';
import type { DrillPorts } from '../ports/drill-ports';
import { gustPorts } from './gust-ports';

const folder = mkdtempSync(join(tmpdir(), 'gust-'));
after(() => rmSync(folder, { recursive: true }));
const { signal } = new AbortController();

/** Ports that note what is asked of the world. */
function world(amiss: readonly string[] = []) {
  const done: string[] = [];
  let onEvent: ((event: MonitorEvent) => void) | undefined;
  const ports = {
    startWorkload: ({ historyFile }: { readonly historyFile: string }) => {
      done.push('load');
      writeFileSync(historyFile, 'first\n');
      return Promise.resolve({ removeContainers: () => Promise.resolve(void done.push('removed')) });
    },
    watchMonitor: (_: unknown, listener: (event: MonitorEvent) => void) => {
      done.push('watch');
      onEvent = listener;
      return Promise.resolve({});
    },
    readBack: ({ onRead }: { readonly onRead: (read: ReadBack) => void }) => {
      done.push('read');
      onRead({ id: 'w1' } as unknown as ReadBack);
      return Promise.resolve();
    },
    reset: () => Promise.resolve(void done.push('reset')),
    freeEnvironment: () => {
      done.push('free');
      return Promise.resolve(amiss);
    },
  } as unknown as DrillPorts;
  const gust = gustPorts(ports, 2);
  return { done, gust, one: gust.of(), other: gust.of(), tell: (event: MonitorEvent) => onEvent?.(event) };
}

const loadOf = (ports: DrillPorts, historyFile: string) =>
  ports.startWorkload({ historyFile, clock: startClock(), seed: 1, run: 'r' }, signal);

void test('there is one load, and its history is in the evidence of each drill while it is written', async () => {
  const { done, one, other } = world();
  const files = [join(folder, 'one.jsonl'), join(folder, 'other.jsonl')] as const;
  const loads = await Promise.all([loadOf(one, files[0]), loadOf(other, files[1])]);
  appendFileSync(files[0], 'second\n');
  assert.equal(readFileSync(files[1], 'utf8'), 'first\nsecond\n');
  await Promise.all(loads.map((load) => load.removeContainers(signal)));
  assert.deepEqual(done, ['load', 'removed']);
});

void test('there is one watch, which tells each drill of every event', async () => {
  const { done, one, other, tell } = world();
  const seen: string[] = [];
  for (const [name, ports] of [
    ['one', one],
    ['other', other],
  ] as const)
    await ports.watchMonitor(startClock(), ({ device }) => seen.push(`${name}: ${device}`), signal);
  tell({ device: 'Jira' } as MonitorEvent);
  assert.deepEqual(seen, ['one: Jira', 'other: Jira']);
  assert.deepEqual(done, ['watch']);
});

void test('what was written is read back once, and each drill has what was read', async () => {
  const { done, one, other } = world();
  const seen: unknown[] = [];
  const what = { history: [], workloadContainer: { key: 'FD', name: 'FD' }, oldHost: false };
  await Promise.all(
    [one, other].map((ports) => ports.readBack({ ...what, onRead: (read) => seen.push(read) }, signal)),
  );
  assert.deepEqual(seen, [{ id: 'w1' }, { id: 'w1' }]);
  assert.deepEqual(done, ['read']);
});

void test('the environment is reset once, when all drills have come to their end and one wants it', async () => {
  const { done, one, other } = world();
  const first = one.reset(signal);
  await turn();
  assert.deepEqual(done, [], 'another drill has not come to its end');
  await Promise.all([first, other.freeEnvironment(signal)]);
  assert.deepEqual(done, ['reset']);
});

void test('an environment that no drill wants to be reset is freed', async () => {
  const { done, one, other } = world();
  await Promise.all([one, other].map((ports) => ports.freeEnvironment(signal)));
  assert.deepEqual(done, ['free']);
});

void test('an environment that is not as declared when it is freed is reset, once for all', async () => {
  const { done, one, other } = world(['jira: its data volume has 2 GiB, not 1']);
  const told = await Promise.all([one, other].map((ports) => ports.freeEnvironment(signal)));
  assert.deepEqual(done, ['free', 'reset']);
  assert.deepEqual(told, [[], []], 'nothing is left to be reset by a drill');
});

void test('a drill does not wait for others that will not come to their end', async () => {
  const { done, gust, one } = world();
  const first = one.reset(signal);
  gust.abandon(new Error('the storm was interrupted'));
  await assert.rejects(first, /the storm was interrupted/);
  assert.deepEqual(done, []);
});
