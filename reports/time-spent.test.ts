import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DrillManifest } from '../support/drill/evidence';
import type { JournalEntry } from '../support/drill/journal/journal-line';
import type { JournalRecord } from '../support/drill/journal/journal-record';
import { milliseconds } from '../support/drill/time';
import type { Moment, TimelineEvent } from '../support/drill/timeline';
import { timeSpent } from './time-spent';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const iso = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
const entries = (...records: readonly (readonly [number, JournalRecord])[]): readonly JournalEntry[] =>
  records.map(([seconds, record], sequence) => ({ sequence, at: iso(seconds), record }));
const drill = (id: string, startedAt: number, moments: Readonly<Partial<Record<Moment, number>>>) => ({
  manifest: { drill: id, startedAt: iso(startedAt) } as DrillManifest,
  timeline: Object.entries(moments).map(([moment, at]): TimelineEvent => ({
    moment: moment as Moment,
    at: milliseconds(at * 1000),
    error: milliseconds(0),
    detail: '',
  })),
});
const begun = (id: string): JournalRecord => ({ type: 'drill-begun', drill: id, folder: id });
const judged = (id: string): JournalRecord => ({ type: 'drill-judged', drill: id, result: 'met' });

void test('where a drill’s time went is told from journal and timeline, and adds up to the whole', () => {
  const spent = timeSpent(
    entries(
      [0, begun('first')],
      [30, { type: 'resetting' }],
      [34, { type: 'reset' }],
      [34, judged('first')],
      [40, begun('other')],
      [70, { type: 'resetting' }],
      [77, { type: 'reset' }],
      [77, judged('other')],
    ),
    [
      drill('first', 0, { injected: 5, restored: 18, verified: 27 }),
      drill('other', 40, { injected: 6, restored: 16, verified: 26 }),
    ],
  );
  assert.deepEqual(spent.get('first'), [
    { on: 'beginning', ms: 5000 },
    { on: 'recovering', ms: 13_000 },
    { on: 'reading back', ms: 9000 },
    { on: 'closing', ms: 3000 },
    { on: 'resetting', ms: 4000 },
  ]);
  assert.deepEqual(spent.get('other')?.at(-1), { on: 'resetting', ms: 7000 });
});

void test('a drill without a reset closes with its verdict; one that did not come to a moment has its time with the next', () => {
  const spent = timeSpent(entries([0, begun('it')], [20, judged('it')]), [drill('it', 1, { injected: 4 })]);
  assert.deepEqual(spent.get('it'), [
    { on: 'beginning', ms: 5000 },
    { on: 'closing', ms: 15_000 },
  ]);
});

void test('of a drill that was cut, or that another journal tells of, nothing is said', () => {
  assert.equal(timeSpent(entries([0, begun('it')]), [drill('it', 0, { injected: 4 })]).size, 0);
});
