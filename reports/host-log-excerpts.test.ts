import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { hostLogExcerpts } from './host-log-excerpts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'firedrill-logs-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const INSTANT = Date.parse('2026-11-27T07:15:53.500Z');
const line = (time: string, text: string) => `2026-11-27T07:15:${time}+0000 jira ${text}\n`;

void test('the lines within a second of an instant are found, in the order of the log', () => {
  writeFileSync(
    join(folder, 'jira.log'),
    [
      line('52.400000', 'too early'),
      line('52.600000', 'before'),
      line('53.500001', 'at it'),
      '  a stack trace without a time\n',
      line('54.400000', 'after'),
      line('54.600000', 'too late'),
    ].join(''),
  );
  writeFileSync(join(folder, 'web.log'), line('10.000000', 'long ago'));
  const [found, quiet] = hostLogExcerpts(folder, ['jira.log', 'web.log'], [INSTANT, INSTANT + 60_000]);
  assert.deepEqual(
    found?.map(({ log, lines, more }) => [log, lines.map((text) => text.slice(37)), more]),
    [['jira.log', ['before', 'at it', 'after'], 0]],
  );
  assert.deepEqual(quiet, []);
});

void test('an offset of the host’s time zone is reckoned with', () => {
  writeFileSync(join(folder, 'jira.log'), '2026-11-27T08:15:53.500000+0100 jira at it\n');
  assert.equal(hostLogExcerpts(folder, ['jira.log'], [INSTANT])[0]?.[0]?.lines.length, 1);
});

void test('of a flood the nearest lines are kept, and how many more there are', () => {
  const flood = Array.from({ length: 1000 }, (_, index) =>
    line(`53.${String(index).padStart(3, '0')}000`, `line ${String(index)}`),
  );
  writeFileSync(join(folder, 'jira.log'), flood.join(''));
  const [excerpt] = hostLogExcerpts(folder, ['jira.log'], [INSTANT])[0] ?? [];
  assert.equal(excerpt?.lines.length, 12);
  assert.equal(excerpt.more, 988);
  assert.ok(excerpt.lines.every((text) => Math.abs(Number(/line (\d+)$/.exec(text)?.[1]) - 500) <= 6));
});
