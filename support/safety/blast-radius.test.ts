import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readEnvironment } from '../environment/read-environment';
import { beyondLimits, blastRadius, type BlastRadiusAllowance } from './blast-radius';

const staging = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));

const found = (strikes: readonly string[], allowance?: BlastRadiusAllowance): readonly string[] =>
  beyondLimits(blastRadius(staging, strikes, allowance), allowance);

void test('one instance that is half of its subnet is just within the limits', () => {
  assert.deepEqual(found(['mysql']), []);
  assert.deepEqual(blastRadius(staging, ['mysql']), {
    instances: { struck: ['mysql'], limit: 1 },
    tiers: [{ subnet: 'data', struck: ['mysql'], of: 2, limit: 0.5 }],
    blind: false,
  });
});

void test('a second instance is one too many, and both are named', () => {
  assert.deepEqual(found(['jira', 'web']), [
    'the blast radius allows 1 instance at once, and jira, web would be 2',
  ]);
});

void test('an instance that two faults strike counts once', () => {
  assert.deepEqual(found(['jira', 'jira']), []);
});

void test('more of a subnet than is allowed is too much, whatever the count of instances', () => {
  assert.deepEqual(found(['ldap', 'mysql'], { instances: 2, because: 'both' }), [
    'the blast radius allows 50% of the subnet data, and ldap, mysql would be 2 of its 2',
  ]);
  const three = ['jira', 'confluence', 'crowd'];
  assert.match(found(three, { instances: 3, because: 'x' }).join(), /50% of the subnet application/);
  assert.deepEqual(found(three, { instances: 3, tier: 0.75, because: 'x' }), []);
});

void test('bastion and monitor at once are refused by role, unless the scenario says why', () => {
  assert.match(found(['bastion', 'monitor']).join(), /bastion and monitor are never struck at once/);
  assert.deepEqual(found(['bastion', 'monitor'], { instances: 2, because: 'a power cut takes both' }), []);
});

void test('a scenario that says why is still held to what it says', () => {
  assert.deepEqual(found(['jira', 'web', 'mysql'], { instances: 2, because: 'x' }), [
    'the blast radius allows 2 instances at once, and jira, web, mysql would be 3',
  ]);
});

void test('an instance that the environment does not have is an error', () => {
  assert.throws(() => found(['mainframe']), /staging has no instance "mainframe"/);
});
