import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spreadOf } from './spread';

void test('the median of an even count is the mean of the middle two', () => {
  assert.deepEqual(spreadOf([4000, 1000, 3000, 2000]), {
    ...{ count: 4, min: 1000, median: 2500, max: 4000, deviation: 1482.6 },
  });
  assert.equal(spreadOf([3000, 1000, 2000])?.median, 2000);
  assert.equal(spreadOf([]), undefined);
});

void test('a wild value moves neither the median nor the deviation much', () => {
  assert.deepEqual(spreadOf([1000, 2000, 3000, 4000, 1_000_000]), {
    ...{ count: 5, min: 1000, median: 3000, max: 1_000_000, deviation: 1482.6 },
  });
});
