import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readEnvironment } from './read-environment';
import { startLayers } from './start-order';

test('staging starts in layers, each after what it depends on', () => {
  const { instances } = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));
  const layers = startLayers(instances).map((layer) => layer.map(({ name }) => name));
  assert.deepEqual(layers, [
    ['bastion', 'ldap', 'mysql', 'offsite', 'attacker', 'legacy'],
    ['crowd'],
    ['confluence', 'jira', 'alfresco'],
    ['web'],
    ['monitor'],
  ]);
});
