import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { test } from 'node:test';
import { healthCheckDevice } from '../../monitoring/health-checks';
import { statusCheckDevice } from '../../monitoring/status-checks';
import { readDrills } from '../drills';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { currentPages } from './current-pages';

const docs = resolve(__dirname, '../../../docs');
const made = currentPages();

void test('the pages of the catalogue are what the scenarios and runbooks say now: else, npm run catalogue', async () => {
  const pages = await made;
  const there = readdirSync(join(docs, 'catalogue'), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join('catalogue', name))
    .filter((name) => statSync(join(docs, name)).isFile());
  assert.deepEqual(there.sort(), [...pages.keys()].sort());
  for (const [name, page] of pages) assert.equal(readFileSync(join(docs, name), 'utf8'), page, name);
});

void test('every link of the pages leads to a file', async () => {
  for (const [name, page] of await made) {
    for (const [, target = ''] of page.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g))
      assert.ok(existsSync(join(docs, posix.dirname(name), target)), `${name}: ${target}`);
  }
});

void test('every device that is watched is one whose alarm a scenario begins with', () => {
  const { environment } = chooseEnvironment(DEFAULT_ENVIRONMENT);
  const expected = new Set(readDrills().drills.map(({ scenario }) => scenario.detection?.device));
  const { devices, statusChecks, healthChecks } = environment.monitoring;
  const watched = [
    ...devices.map(({ name }) => name),
    ...statusChecks.map(statusCheckDevice),
    ...healthChecks.map(healthCheckDevice),
  ];
  const unexpected = watched.filter((name) => !expected.has(name));
  assert.deepEqual(unexpected, []);
});
