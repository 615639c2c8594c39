import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DrillManifest } from '../../drill/evidence';
import { evidence } from '../literal-evidence';
import { outcome } from './outcome';

const that = 'the old password is refused';
const judged = (seen?: NonNullable<DrillManifest['outcome']>['seen']): string => {
  const looked = { that, ...(seen === undefined ? {} : { seen }) };
  return outcome.check(evidence({ manifest: { outcome: looked } })).result;
};

void test('what was seen to have come about is met, what was seen not to is missed', () => {
  assert.equal(judged({ cameAbout: true, observed: 'access denied' }), 'met');
  assert.equal(judged({ cameAbout: false, observed: 'logged in' }), 'missed');
});

void test('what nobody looked at is unknown', () => {
  assert.equal(judged(), 'unknown');
});
