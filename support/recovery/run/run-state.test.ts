import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAIN_START, encodeLine } from '../../drill/journal/journal-line';
import type { JournalRecord } from '../../drill/journal/journal-record';
import { parseJournal } from '../../drill/journal/read-journal';
import { leaseId } from '../../drill/lease';
import { runState } from './run-state';

const id = leaseId('fill-volume', '00000001');
const supervisor = { pid: 1, started: '1' };
const opened: JournalRecord = { type: 'run-opened', run: 'r', environment: 'staging', seed: 1, supervisor };
const begun: JournalRecord = { type: 'drill-begun', drill: 'disk-full', folder: 'disk-full' };
const arming: JournalRecord = {
  ...{ type: 'lease', step: 'arming', id, fault: 'fill-volume', holder: 'r/disk-full' },
  parts: [],
  changes: [],
};
const reverted: JournalRecord = { type: 'lease', step: 'reverted', id, ends: [] };
const judged: JournalRecord = { type: 'drill-judged', drill: 'disk-full', result: 'met' };

function journal(...records: readonly JournalRecord[]): Buffer {
  let sum = CHAIN_START;
  const lines = records.map((record, sequence) => {
    const encoded = encodeLine({ sequence, at: '2026-11-24T00:00:00Z', record }, sum);
    sum = encoded.sum;
    return encoded.line;
  });
  return Buffer.from(lines.join(''));
}

const stateOf = (...records: readonly JournalRecord[]) => runState(parseJournal(journal(...records)));

void test('a run that went its way is closed, has its verdicts, and leaves nothing open', () => {
  const state = stateOf(opened, begun, arming, reverted, judged, { type: 'run-closed', result: 'met' });
  assert.ok(state.closed);
  assert.deepEqual([...state.judged], [['disk-full', 'met']]);
  assert.deepEqual([state.cut, state.openLeases], [[], []]);
});

void test('a run that was cut in the middle of a drill names the drill and the lease', () => {
  const state = stateOf(opened, begun, arming);
  assert.ok(!state.closed);
  assert.deepEqual(state.cut, [{ drill: 'disk-full', folder: 'disk-full' }]);
  assert.deepEqual(state.openLeases, [id]);
});

void test('a drill that was closed as cut is not open, and is not judged', () => {
  const state = stateOf(opened, begun, arming, reverted, { type: 'drill-cut', drill: 'disk-full', why: 'x' });
  assert.deepEqual([state.cut, state.judged.size], [[], 0]);
  assert.deepEqual(stateOf(opened, begun, arming, { type: 'recovered', did: [] }).openLeases, []);
});

void test('a run that was taken up again is open until it is closed again, and a drill that begins anew is not judged', () => {
  const closed: JournalRecord = { type: 'run-closed', result: 'unknown' };
  const state = stateOf(opened, begun, judged, closed, { type: 'resumed', supervisor }, begun);
  assert.deepEqual([state.parts, state.closed, state.judged.size, state.cut.length], [2, false, 0, 1]);
});

void test('a journal that does not tell everything says where it does not', () => {
  const lines = journal(opened, begun, judged);
  const changed = Buffer.from(lines);
  changed[lines.length - 20] = 0x21;
  const state = runState(parseJournal(changed));
  assert.match(state.damaged ?? '', /^line 3: its checksum/);
});
