import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { renderConfiguration, revisionOf } from './configuration';
import type { OpenEnvironment } from './open-environment';
import { readEnvironment } from './read-environment';
import { rotationOf } from './rotation';

const environment = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));

void test('what a drill renewed is told until the environment has gone back from it', async () => {
  const self = { name: 'bastion', run: () => Promise.resolve({ code: 0, stdout: '', stderr: '' }) };
  const secrets = {
    fresh: (names: readonly string[]) =>
      Promise.resolve(Object.fromEntries(names.map((name) => [name, 'new']))),
    ofRole: () => ({ 'mysql.jira': 'old' }),
    deployKey: () => ({ private: 'key', public: 'key' }),
    text: () => 'old',
  };
  const open = {
    environment,
    state: { revision: revisionOf(renderConfiguration(environment)) },
    secrets,
    bastion: { self },
  };
  const rotation = rotationOf(open as unknown as OpenEnvironment, false);
  assert.deepEqual(rotation.renewed(), []);
  await rotation.renew(['mysql.jira'], new AbortController().signal);
  assert.deepEqual(rotation.renewed(), ['mysql.jira']);
  assert.deepEqual([rotation.current('mysql.jira'), rotation.old('mysql.jira')], ['new', 'old']);
  rotation.forget();
  assert.deepEqual(rotation.renewed(), []);
});
