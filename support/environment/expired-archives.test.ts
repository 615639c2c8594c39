import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expiredArchives } from './expired-archives';

const now = new Date('2026-11-27T12:00:00.000Z');
const archive = (takenAt: string, good = true) => ({ set: takenAt, takenAt: `${takenAt}:00.000Z`, good });
const expired = (
  taken: readonly ReturnType<typeof archive>[],
  daily: number,
  weekly: number,
): readonly string[] => expiredArchives(taken, { daily, weekly }, now).map(({ set }) => set);

/** One each evening from the 1st to the 27th of November 2026; the 1st is a Sunday. */
const month = Array.from({ length: 27 }, (_, index) =>
  archive(`2026-11-${String(index + 1).padStart(2, '0')}T20:00`),
);

void test('the last of each of so many days and weeks are kept', () => {
  const kept = month.map(({ set }) => set).filter((set) => !expired(month, 3, 3).includes(set));
  assert.deepEqual(
    kept.map((set) => set.slice(8, 10)),
    ['15', '22', '25', '26', '27'],
  );
});

void test('of two on one day the later is kept', () => {
  assert.deepEqual(expired([archive('2026-11-27T02:00'), archive('2026-11-27T11:00')], 7, 4), [
    '2026-11-27T02:00',
  ]);
});

void test('days without an archive do not count: after a pause the old ones are still there', () => {
  assert.deepEqual(expired([archive('2026-09-01T02:00'), archive('2026-11-26T02:00')], 2, 0), []);
});

void test('the last good one is kept, whatever the rule says and however old it is', () => {
  assert.deepEqual(expired([archive('2020-01-01T02:00')], 0, 0), []);
  assert.deepEqual(expired([archive('2020-01-01T02:00'), archive('2026-11-20T02:00', false)], 0, 0), [
    '2026-11-20T02:00',
  ]);
});

void test('one that is no good takes no day from a good one, and goes when it is a day old', () => {
  const taken = [
    archive('2026-11-25T02:00'),
    archive('2026-11-26T02:00', false),
    archive('2026-11-27T11:00', false),
  ];
  assert.deepEqual(expired(taken, 1, 0), ['2026-11-26T02:00']);
});
