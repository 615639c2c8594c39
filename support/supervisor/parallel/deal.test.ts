import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deal } from './deal';

void test('everything is dealt out once, and nobody gets two more than another', () => {
  assert.deepEqual(deal(['a', 'b', 'c', 'd', 'e'], 2), [
    ['a', 'c', 'e'],
    ['b', 'd'],
  ]);
  assert.deepEqual(deal(['a'], 3), [['a'], [], []]);
});
