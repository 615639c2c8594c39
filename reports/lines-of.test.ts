import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { linesOf } from './lines-of';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'firedrill-lines-'))));
afterEach(() => rmSync(folder, { recursive: true }));

void test('lines come one by one, whole over the borders of what is read at once, and the last says that it is torn', () => {
  const long = '測'.repeat(700_000);
  writeFileSync(join(folder, 'x'), `one\n\n${long}\n${long}`);
  const lines = [...linesOf(join(folder, 'x'))];
  assert.deepEqual(
    lines.map(({ text, number, ended }) => [text === long ? 'long' : text, number, ended]),
    [
      ['one', 1, true],
      ['', 2, true],
      ['long', 3, true],
      ['long', 4, false],
    ],
  );
});

void test('a file that is not there has no lines', () => {
  assert.deepEqual([...linesOf(join(folder, 'missing'))], []);
});
