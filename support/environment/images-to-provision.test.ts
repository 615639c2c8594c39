import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImageId } from '../cloud/ids';
import { imagesToProvision } from './images-to-provision';

const built = new Map([
  ['confluence', 'ami-20'],
  ['web', 'ami-21'],
] as [string, ImageId][]);
const before = { confluence: 'ami-10', web: 'ami-11', gone: 'ami-12' };

void test('an environment is provisioned with the images that were built now', () => {
  const now = { confluence: 'ami-20', web: 'ami-21' };
  assert.deepEqual(imagesToProvision(false, before, built), now);
  assert.deepEqual(imagesToProvision(true, undefined, built), now);
});

void test('a protected one keeps those that only a promotion changes', () => {
  assert.deepEqual(imagesToProvision(true, before, built), { confluence: 'ami-10', web: 'ami-21' });
});
