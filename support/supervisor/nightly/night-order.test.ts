import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VerdictResult } from '../../drill/verdict';
import { nightOrder, type LastNight, type NightDrill } from './night-order';

const drills: readonly NightDrill[] = Array.from({ length: 20 }, (_, index) => ({
  id: `drill-${String(index)}`,
  digest: 'same',
}));
const allMet = new Map(drills.map(({ id }) => [id, { result: 'met' as const, digest: 'same' }]));
const ids = (last: LastNight, seed: number, of = drills): readonly string[] =>
  nightOrder(of, last, seed).map(({ id }) => id);

void test('every drill has one place, and the seed draws which', () => {
  assert.deepEqual([...ids(allMet, 1)].sort(), drills.map(({ id }) => id).sort());
  assert.deepEqual(ids(allMet, 1), ids(allMet, 1));
  assert.notDeepEqual(ids(allMet, 1), ids(allMet, 2));
});

void test('what was not met comes first, then what has changed or is new, then the rest', () => {
  const last = new Map<string, { result: VerdictResult; digest: string }>(allMet)
    .set('drill-7', { result: 'missed', digest: 'same' })
    .set('drill-3', { result: 'unknown', digest: 'other' })
    .set('drill-11', { result: 'met', digest: 'other' });
  last.delete('drill-5');
  const order = nightOrder(drills, last, 4);
  assert.deepEqual(
    order.slice(0, 4).map(({ because }) => because),
    ['not met last night', 'not met last night', 'changed since last night', 'changed since last night'],
  );
  assert.deepEqual(
    order
      .slice(0, 2)
      .map(({ id }) => id)
      .sort(),
    ['drill-3', 'drill-7'],
  );
  assert.deepEqual(
    order
      .slice(2, 4)
      .map(({ id }) => id)
      .sort(),
    ['drill-11', 'drill-5'],
  );
  assert.ok(order.slice(4).every(({ because }) => because === 'drawn'));
});

void test('in the first night nothing is new, because everything is', () => {
  assert.ok(nightOrder(drills, new Map(), 1).every(({ because }) => because === 'drawn'));
});
