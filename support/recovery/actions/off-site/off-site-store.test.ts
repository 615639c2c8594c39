import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copiesFrom, lastUntil } from './off-site-store';

/** As `restic snapshots --json` prints them. */
const printed = JSON.stringify([
  {
    time: '2026-11-27T05:00:00Z',
    tree: 'aa',
    paths: ['/mnt/archive/jira', '/mnt/archive/mysql'],
    hostname: 'staging',
    tags: ['archive-2'],
    id: 'b'.repeat(64),
    short_id: 'bbbbbbbb',
  },
  {
    time: '2026-11-26T06:00:00+01:00',
    tree: 'bb',
    paths: ['/mnt/archive/mysql'],
    hostname: 'staging',
    tags: ['archive-1'],
    id: 'a'.repeat(64),
    short_id: 'aaaaaaaa',
  },
]);

void test('a copy is of an archive and of the instances whose paths it holds, the oldest first', () => {
  assert.deepEqual(
    copiesFrom(printed).map(({ set, takenAt, instances }) => [set, takenAt, instances]),
    [
      ['archive-1', '2026-11-26T05:00:00.000Z', ['mysql']],
      ['archive-2', '2026-11-27T05:00:00.000Z', ['jira', 'mysql']],
    ],
  );
});

void test('the last one of a moment or before is chosen, and the last of all where no moment is given', () => {
  const copies = copiesFrom(printed);
  const until = (moment?: string) =>
    lastUntil(copies, moment === undefined ? undefined : new Date(moment), 'copy').set;
  assert.equal(until(), 'archive-2');
  assert.equal(until('2026-11-27T05:00:00Z'), 'archive-2');
  assert.equal(until('2026-11-27T04:59:59Z'), 'archive-1');
});

void test('where there is none of then or before it says which there are', () => {
  assert.throws(
    () => lastUntil(copiesFrom(printed), new Date('2026-11-01T00:00:00Z'), 'copy off site'),
    /there is no copy off site of 2026-11-01T00:00:00\.000Z or before; there are those of 2026-11-26T05:00:00\.000Z, 2026-11-27T05/,
  );
});
