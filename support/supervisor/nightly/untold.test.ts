import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { NightMessage, Outlet } from './outlet';
import { tell } from './tell';
import { KEPT_NIGHTS, untold } from './untold';

function reports(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'untold-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

const night = (day: number): NightMessage => {
  const at = `2026-11-${String(day).padStart(2, '0')}T03:00:00.000Z`;
  return { id: `run-${String(day)}.staging`, at, line: `staging: met on the ${String(day)}.`, text: 'text' };
};
const { signal } = new AbortController();

/** An outlet that takes messages or does not, and what it took. */
function outlet(takes: (line: string) => boolean): Outlet & { readonly took: string[] } {
  const took: string[] = [];
  return {
    ...{ name: 'chat', took, close: () => undefined },
    send: ({ line }) => {
      if (!takes(line)) return Promise.reject(new Error('connect ECONNREFUSED'));
      took.push(line);
      return Promise.resolve(undefined);
    },
  };
}

void test('what an outlet does not take is said and kept, and the next night tells it first, as late', async (t) => {
  const folder = reports(t);
  const kept = untold(folder, 'staging', 'chat');
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  await tell(
    outlet(() => false),
    night(1),
    kept,
    say,
    signal,
  );
  assert.deepEqual(said, ['chat: not told, and kept for the next night: connect ECONNREFUSED']);
  assert.deepEqual(kept.all(), [night(1)]);
  const file = join(folder, 'untold', readdirSync(join(folder, 'untold'))[0] ?? '');
  assert.equal(statSync(file).mode & 0o777, 0o600);

  const open = outlet(() => true);
  await tell(open, night(2), kept, say, signal);
  assert.deepEqual(open.took, ['[late, of 2026-11-01] staging: met on the 1.', 'staging: met on the 2.']);
  assert.deepEqual(kept.all(), []);
});

void test('what was taken is not told again when a later one is not', async (t) => {
  const kept = untold(reports(t), 'staging', 'chat');
  kept.add(night(1));
  await tell(
    outlet((line) => line.startsWith('[late')),
    night(2),
    kept,
    () => undefined,
    signal,
  );
  assert.deepEqual(kept.all(), [night(2)]);
});

void test('after a week of nights the oldest is given up, and said', async (t) => {
  const kept = untold(reports(t), 'staging', 'chat');
  for (let day = 1; day <= KEPT_NIGHTS; day += 1) kept.add(night(day));
  const said: string[] = [];
  await tell(
    outlet(() => false),
    night(KEPT_NIGHTS + 1),
    kept,
    (line) => said.push(line),
    signal,
  );
  assert.match(said[0] ?? '', /not told any more after 7 nights: staging: met on the 1\./);
  assert.equal(kept.all().length, KEPT_NIGHTS);
});

void test('each environment and each outlet has its own; what is no message of ours is passed over', (t) => {
  const folder = reports(t);
  untold(folder, 'staging', 'chat').add(night(1));
  writeFileSync(join(folder, 'untold', 'torn.json'), '{"version": 1, "outl');
  assert.equal(untold(folder, 'staging', 'chat').all().length, 1);
  assert.deepEqual(untold(folder, 'staging', 'mail').all(), []);
  assert.deepEqual(untold(folder, 'staging-2', 'chat').all(), []);
});
