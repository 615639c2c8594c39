import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEnvironment } from '../../environment/read-environment';
import { caseTimes } from './case-times';
import { slotEnvironmentText } from './slot-environment';

void test('a slot has an environment file that is accepted, with its own name and network', () => {
  const [first, second] = [1, 2].map((slot) =>
    parseEnvironment(slotEnvironmentText(slot, caseTimes(60)), 'environment.template.yaml'),
  );
  assert.equal(first?.name, 'matrix-1');
  assert.equal(second?.name, 'matrix-2');
  assert.notEqual(first.network.cidr, second.network.cidr);
});
