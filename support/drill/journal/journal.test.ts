import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { leaseId } from '../lease';
import { openJournal } from './journal';
import type { JournalRecord } from './journal-record';
import { parseJournal, readJournal } from './read-journal';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  file = join(folder, 'journal');
});
afterEach(() => rmSync(folder, { recursive: true }));

const id = leaseId('fill-volume', '3f2a91c4');
const records: readonly JournalRecord[] = [
  { type: 'drill-begun', drill: 'disk-full', folder: 'disk-full' },
  { type: 'lease', step: 'armed', id },
  { type: 'lease', step: 'installing', id },
  { type: 'run-closed', result: 'met' },
];
const write = (): void => {
  const journal = openJournal(file);
  for (const record of records) journal.append(record);
};
const kept = (): readonly JournalRecord[] => readJournal(file).entries.map(({ record }) => record);

void test('what is appended is read back, in order, by another process that goes on with it', () => {
  write();
  openJournal(file).append({ type: 'resetting' });
  assert.deepEqual(kept(), [...records, { type: 'resetting' }]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

void test('a torn last line is told, cut off by the next writer, and no damage', () => {
  write();
  const whole = readFileSync(file);
  writeFileSync(file, whole.subarray(0, whole.length - 5));
  const read = readJournal(file);
  assert.deepEqual([read.torn, read.damage, read.entries.length], [true, undefined, 3]);
  openJournal(file).append({ type: 'reset' });
  assert.deepEqual(kept(), [...records.slice(0, 3), { type: 'reset' }]);
});

void test('lines in another order, missing, repeated or put in are damage from the first that does not fit', () => {
  write();
  const lines = readFileSync(file, 'utf8').split(/(?<=\n)/);
  const [first = '', second = '', third = '', last = ''] = lines;
  for (const [changed, line] of [
    [[first, third, second, last], 2],
    [[first, third, last], 2],
    [[first, second, second, third], 3],
    [[second, third, last], 1],
    [[first, second, '\n', third], 3],
  ] as const) {
    const read = parseJournal(Buffer.from(changed.join('')));
    assert.equal(read.damage?.line, line);
    assert.equal(read.entries.length, line - 1);
  }
});

void test('a flipped bit anywhere is found, and no record from there on is believed', () => {
  write();
  const whole = readFileSync(file);
  fc.assert(
    fc.property(fc.nat(whole.length * 8 - 1), (bit) => {
      const changed = Buffer.from(whole);
      const at = bit >> 3;
      changed[at] = (changed[at] ?? 0) ^ (1 << (bit & 7));
      const read = parseJournal(changed);
      assert.ok(read.damage !== undefined || read.torn, 'it is noticed');
      assert.ok(read.length <= at, 'nothing behind it is believed');
      assert.deepEqual(
        read.entries.map(({ record }) => record),
        records.slice(0, read.entries.length),
      );
    }),
    { numRuns: 500 },
  );
});

void test('a damaged journal is not added to', () => {
  write();
  appendFileSync(file, 'x\n');
  assert.throws(() => openJournal(file), /journal:5 is damaged: it does not begin with a checksum/);
});

void test('a second writer is noticed rather than written over', () => {
  const one = openJournal(file);
  one.append({ type: 'resetting' });
  openJournal(file).append({ type: 'reset' });
  assert.throws(() => one.append({ type: 'resetting' }), /was written by another process/);
  assert.deepEqual(kept(), [{ type: 'resetting' }, { type: 'reset' }]);
});

void test('room is kept for the last records, and given back at the close', () => {
  const journal = openJournal(file);
  assert.ok(statSync(`${file}.reserve`).size > 100_000);
  journal.close();
  assert.ok(!existsSync(`${file}.reserve`));
});
