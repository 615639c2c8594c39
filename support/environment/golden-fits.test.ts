import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { EnvironmentState } from './environment-state';
import { goldenFits, imagesOfRoles } from './golden-fits';
import { readEnvironment } from './read-environment';

const environment = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));
const state: EnvironmentState = {
  ...{ version: 1, file: '', endpoint: '', hosts: {}, revision: 'r-1' },
  images: { bastion: 'ami-1', jira: 'ami-2', 'confluence-9.2.1': 'ami-3' },
  golden: {
    ...{ set: 'golden-1', takenAt: '2026-01-02T03:04:05.000Z', revision: 'r-1' },
    ...{ content: { ...environment.content }, images: { bastion: 'ami-1', jira: 'ami-2' } },
  },
};
const fits = (change: Partial<EnvironmentState>): string =>
  goldenFits({ state: { ...state, ...change }, environment });

test('a golden snapshot fits the revision, the content and the images that it was taken with', () => {
  assert.deepEqual(imagesOfRoles({ state, environment }), state.golden?.images);
  assert.equal(fits({}), 'fits');
  // No instance is of that image.
  assert.equal(fits({ images: { ...state.images, 'confluence-9.2.1': 'ami-4' } }), 'fits');
  // It goes with the golden snapshot.
  assert.equal(fits({ promoted: { confluence: 'ami-3' } }), 'fits');
});

test('it does not fit another revision or content, and what other images make is not on it', () => {
  assert.ok(state.golden !== undefined);
  assert.equal(fits({ revision: 'r-2' }), 'not');
  assert.equal(fits({ golden: undefined }), 'not');
  assert.equal(fits({ golden: { ...state.golden, content: { ...environment.content, pages: 7 } } }), 'not');
  assert.equal(fits({ images: { ...state.images, bastion: 'ami-5' } }), 'other-images');
  assert.equal(fits({ golden: { ...state.golden, images: undefined } }), 'other-images');
});
