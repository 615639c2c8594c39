import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { OpenEnvironment } from '../../environment/open-environment';
import { readEnvironment } from '../../environment/read-environment';
import { FakeShell } from '../../faults/fake-shell';
import { openDrillPorts } from './open-drill-ports';

const environment = readEnvironment(join(__dirname, '../../../fixtures/environments/staging.yaml'));

void test('the inventory of a drill has what each host runs, of what image, and the revision of the configuration that they were given', async () => {
  const shell = new FakeShell(() => '1.2.3\n12.15\n6.18.0\nproduct\n');
  const instances = { find: () => Promise.resolve([{ tags: { Name: 'jira' }, imageId: 'ami-1' }]) };
  const state = { revision: 'r-0123456789ab' };
  const open = { environment, state, cloud: { instances }, host: () => shell };
  const ports = openDrillPorts(open as unknown as OpenEnvironment, () => undefined);
  const { revision, images, versions, standIns } = await ports.inventory(new AbortController().signal);
  assert.equal(revision, 'r-0123456789ab');
  assert.deepEqual(images, { jira: 'ami-1' });
  assert.equal(versions['jira (nodejs)'], '1.2.3');
  assert.deepEqual(standIns, []);
});
