import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReadBack } from '../../drill/history';
import { evidence } from '../literal-evidence';
import { seedContentIntact } from './seed-content-intact';

const item = (found: ReadBack['found']): ReadBack => ({
  application: 'alfresco',
  key: 'plan.pdf',
  id: 'n-1',
  origin: 'seed',
  expectedSha256: 'aa',
  found,
});
const judged = (...found: ReadBack['found'][]) =>
  seedContentIntact.check(evidence({ readback: found.map(item) }));

test('it is met when every item is present', () => {
  assert.equal(judged('present', 'present').result, 'met');
});

test('it is missed when one is absent or has other bytes, whatever else is unreadable', () => {
  assert.equal(judged('present', 'absent', 'unreadable').result, 'missed');
  const verdict = judged('present', 'corrupted');
  assert.equal(verdict.result, 'missed');
  assert.deepEqual(verdict.ids?.corrupted, ['alfresco:n-1']);
});

test('it is unknown when one is unreadable, and when none was read', () => {
  assert.equal(judged('present', 'unreadable').result, 'unknown');
  assert.equal(judged().result, 'unknown');
});

test("the workload's own writes are no seed content", () => {
  const readback = [{ ...item('present'), origin: 'workload' as const }];
  assert.equal(seedContentIntact.check(evidence({ readback })).result, 'unknown');
});
