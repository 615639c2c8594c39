import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { instanceNamed } from './environment';
import { readEnvironment } from './read-environment';
import { restoreOrder } from './restore-golden-snapshot';

const environment = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));
const { instances } = environment;
const order = restoreOrder(instances, instanceNamed(environment, 'bastion')).map((group) =>
  group.map(({ name }) => name),
);

void test('the volumes of what is started first are asked for first, and the bastion is among them', () => {
  assert.deepEqual(order.slice(0, -1), [
    ['bastion', 'ldap', 'mysql'],
    ['crowd'],
    ['confluence', 'jira', 'alfresco'],
    ['web'],
  ]);
});

void test('every instance has its turn once, and those for which nobody waits have the last one', () => {
  assert.deepEqual(order.flat().sort(), instances.map(({ name }) => name).sort());
  assert.deepEqual(order.at(-1)?.sort(), ['attacker', 'legacy', 'monitor', 'offsite']);
});
