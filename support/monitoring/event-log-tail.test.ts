import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockFrom } from '../drill/clock';
import { measureOffset } from './clock-offset';
import { parseEventLine } from './event-line';
import { tailEventLog } from './event-log-tail';
import type { EventLog } from './monitor';

const { signal } = new AbortController();

/** An event log in memory; a name in `broken` rejects when it is read. */
function log(files: Record<string, string>, broken = new Set<string>()): EventLog {
  return {
    names: () => Promise.resolve(Object.keys(files).sort()),
    read: (name, offset) =>
      broken.has(name)
        ? Promise.reject(new Error(`${name} cannot be read`))
        : Promise.resolve(Buffer.from(files[name] ?? '').subarray(offset)),
  };
}

test('the tail begins at the end and gives each whole line once', async () => {
  const files = { a: 'old\n' };
  const tail = await tailEventLog(log(files), signal);
  assert.deepEqual(await tail.next(signal), []);
  files.a += 'first\nsecö';
  assert.deepEqual(await tail.next(signal), ['first']);
  files.a += 'nd\n';
  assert.deepEqual(await tail.next(signal), ['secönd']);
});

test('the tail goes on in the file that a new start of the server began, after the rest of the one before', async () => {
  const files: Record<string, string> = { a: '' };
  const tail = await tailEventLog(log(files), signal);
  files['a'] = 'last\n';
  files['b'] = 'first\n';
  assert.deepEqual(await tail.next(signal), ['last', 'first']);
  assert.deepEqual(await tail.next(signal), []);
});

test('a reading that fails half way loses no line', async () => {
  const files: Record<string, string> = { a: '' };
  const broken = new Set(['b']);
  const tail = await tailEventLog(log(files, broken), signal);
  files['a'] = 'last\n';
  files['b'] = 'first\n';
  await assert.rejects(tail.next(signal), /b cannot be read/);
  broken.clear();
  assert.deepEqual(await tail.next(signal), ['last', 'first']);
});

test("a device's line is read whatever its name, and the server's own lines are not", () => {
  const line = '2026-01-01T00:00:01.500Z DOWN Staging:Jira through web:: Was up for 4 minutes, 2 seconds';
  assert.deepEqual(parseEventLine(line), {
    epochMs: Date.UTC(2026, 0, 1, 0, 0, 1, 500),
    tag: 'DOWN',
    device: 'Jira through web',
    message: 'Was up for 4 minutes, 2 seconds',
  });
  assert.equal(parseEventLine('2026-01-01T00:00:01.500Z UP   Staging:Jira:: ')?.tag, 'UP');
  assert.equal(parseEventLine('2026-01-01T00:00:01.500Z **** Starting InterMapper'), undefined);
  assert.throws(() => parseEventLine('yesterday DOWN Staging:Jira:: '), /a line without a time/);
});

test("the host's clock is related by the reading with the shortest way, and half of that way is the error", async () => {
  const real = clockFrom('0', '');
  const times = [0, 100, 200, 210, 300, 400, 500, 600, 700, 800];
  const clock = { ...real, now: () => times.shift() as ReturnType<typeof real.now> };
  let asked = 0;
  const hostTime = () => {
    asked += 1;
    return Promise.resolve({ epochMs: asked === 2 ? 1_000_205 : 5, error: 0.5 });
  };
  const offset = await measureOffset(clock, hostTime, signal);
  // Read at 205 ± 5 on the drill's clock.
  assert.deepEqual(offset.onDrillClock(1_000_300), { at: 300, error: 6.5 });
});
