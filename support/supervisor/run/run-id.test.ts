import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runId } from './run-id';

void test('a run is named by its start and its seed', () => {
  assert.equal(runId(new Date('2026-11-22T10:59:30.123Z'), 7), '20261122T105930Z-seed7');
});
