import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Snapshot } from '../cloud/snapshots';
import { archivesOf, archiveTags, consistentTag } from './archives';

let count = 0;
const snapshot = (
  set: string,
  instance: string,
  startedAt: string,
  change: Partial<Snapshot> = {},
): Snapshot =>
  ({
    id: `snap-${String((count += 1))}`,
    state: 'completed',
    volumeId: `vol-${instance}`,
    sizeGiB: 1,
    startedAt,
    tags: {
      ...archiveTags(set, ['mysql', 'jira']),
      'firedrill:instance': instance,
      [consistentTag]: 'yes',
    },
    ...change,
  }) as Snapshot;

const MORNING = '2026-11-24T05:00:00.000Z';

void test('an archive is good when every volume that it is of is there, completed and of one moment', () => {
  const archives = archivesOf([
    snapshot('archive-2', 'mysql', '2026-11-25T05:00:00.000Z'),
    snapshot('archive-1', 'jira', '2026-11-24T05:00:01.000Z'),
    snapshot('archive-1', 'mysql', MORNING),
  ]);
  assert.deepEqual(
    archives.map(({ set, good, takenAt }) => [set, good, takenAt]),
    [
      ['archive-1', true, MORNING],
      ['archive-2', false, '2026-11-25T05:00:00.000Z'],
    ],
  );
});

void test('a snapshot that is still pending, or of which nobody knows that it stood still, makes no good archive', () => {
  const pending = snapshot('archive-1', 'jira', MORNING, { state: 'pending' });
  const moving = snapshot('archive-2', 'jira', MORNING, {
    tags: { ...archiveTags('archive-2', ['mysql', 'jira']), 'firedrill:instance': 'jira' },
  });
  const archives = archivesOf([
    snapshot('archive-1', 'mysql', MORNING),
    pending,
    snapshot('archive-2', 'mysql', MORNING),
    moving,
  ]);
  assert.deepEqual(
    archives.map(({ good }) => good),
    [false, false],
  );
});

void test('other snapshots are no archive', () => {
  assert.deepEqual(
    archivesOf([snapshot('x', 'jira', MORNING, { tags: { 'firedrill:golden': 'golden-1' } })]),
    [],
  );
});
