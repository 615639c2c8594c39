import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Found } from '../../recovery/run/night-file';
import { foundNote } from './found-note';

const found = (facts: Partial<Found>): Found => ({
  ...{ state: 'broken', findings: [], rebuilt: false, took: 48_200 },
  ...facts,
});

void test('a night that found its environment whole has nothing to say of it', () => {
  assert.equal(foundNote('staging', found({ state: 'whole', took: 2000 })), undefined);
  assert.equal(foundNote('staging', undefined), undefined);
});

void test('what was found and what was done is one sentence, however much was found', () => {
  assert.equal(
    foundNote('staging', found({ state: 'down' })),
    'staging was not up: it was brought up first, in 48 s',
  );
  assert.equal(
    foundNote('staging', found({ findings: ['jira: i-1 is stopped'] })),
    'staging was found broken (jira: i-1 is stopped): it was mended first, in 48 s',
  );
  assert.equal(
    foundNote('staging', found({ rebuilt: true, findings: ['a', 'b\nc', 'd', 'e', 'f'] })),
    'staging was found broken (a; b c; d; and 2 more): it could not be mended, so it was ended and provisioned anew, in 48 s',
  );
});
