import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImageId } from '../../cloud/ids';
import { compareVersions, promotionProblems, type Runs } from './promotion-problems';

const runs = (environment: string, given: Partial<Runs> = {}): Runs => {
  const image = (given.image ?? (environment === 'staging' ? 'ami-2' : 'ami-1')) as ImageId;
  const version = environment === 'staging' ? '9.2.1' : '9.2.0';
  return {
    ...{ environment, instance: 'confluence', image, remembered: image, brings: version, tells: version },
    ...{ tainted: false, leasedBy: undefined },
    ...given,
  };
};
const problems = (from: Partial<Runs>, to: Partial<Runs> = {}): readonly string[] =>
  promotionProblems(runs('staging', from), runs('production', to));

void test('what another environment runs, as it was given it, is promoted', () => {
  assert.deepEqual(problems({}), []);
  // The same version of another image: a base that was mended.
  assert.deepEqual(problems({}, { tells: '9.2.1' }), []);
});

void test('what runs otherwise than its image says is not', () => {
  assert.deepEqual(problems({ tells: '9.2.2' }), [
    'confluence of staging tells 9.2.2, and its image brings 9.2.1: what was updated in place is promoted when an image has it',
  ]);
  assert.deepEqual(problems({ remembered: 'ami-7' as ImageId }), [
    'confluence of staging is of ami-2, and not of ami-7, which it was given',
  ]);
  assert.deepEqual(problems({ tainted: true, leasedBy: 'run/drill' }), [
    "staging is to go back to its golden snapshot (run/drill): what runs there is a drill's",
    'nobody answers for the root disk of confluence of staging',
  ]);
  assert.deepEqual(problems({ brings: undefined }), ['ami-2 tells no version that it brings']);
});

void test('what is older than what runs there, or runs there already, is not', () => {
  assert.deepEqual(problems({}, { tells: '9.10.0' }), [
    'ami-2 brings 9.2.1, which is older than 9.10.0 of production',
  ]);
  assert.deepEqual(problems({}, { image: 'ami-2' as ImageId }), [
    'confluence of production is of ami-2 already',
  ]);
});

void test('versions are compared by their numbers', () => {
  assert.ok(compareVersions('9.2.1', '9.2.0') > 0);
  assert.ok(compareVersions('9.2', '9.10') < 0);
  assert.ok(compareVersions('9.2', '9.2.1') < 0);
  assert.equal(compareVersions('9.2', '9.2.0'), 0);
});
