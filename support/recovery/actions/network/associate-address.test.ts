import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { seconds } from '../../../drill/time';
import { readEnvironment } from '../../../environment/read-environment';
import { associateAddress } from './associate-address';
import type { ActionContext } from '../context';

const environment = readEnvironment(join(__dirname, '../../../../fixtures/environments/staging.yaml'));

/** An address that leads to `led` at first, and to what it is associated with, where the cloud does as it is told. */
const moving = async (target: string, led: string | undefined, obeys = true) => {
  let leads = led;
  const associated: string[] = [];
  const address = () => ({
    ...{ id: 'eipalloc-1', publicAddress: '203.0.113.1', tags: {} },
    ...(leads === undefined ? {} : { association: { id: 'eipassoc-1', instanceId: leads } }),
  });
  const cloud = {
    instances: { find: () => Promise.resolve([{ id: 'i-web', state: 'running' }]) },
    addresses: {
      find: () => Promise.resolve([address()]),
      associate: (_: string, instance: string) => {
        associated.push(instance);
        if (obeys) leads = instance;
        return Promise.resolve();
      },
    },
  };
  const context = { environment, target, cloud, budget: seconds(5), facts: {} } as unknown as ActionContext;
  const said = await associateAddress.run({}, context, new AbortController().signal);
  return { said, associated };
};

void test('an address is moved to the instance from wherever it led', async () => {
  const moved = await moving('web', 'i-legacy');
  assert.match(moved.said, /^203\.0\.113\.1 led to i-legacy, and leads to web \(i-web\)$/);
  assert.deepEqual(moved.associated, ['i-web']);
  assert.match((await moving('web', undefined)).said, /led to nowhere/);
  await assert.rejects(moving('web', 'i-legacy', false), /leads to i-legacy; web is i-web/);
});

void test('nothing is moved where the address leads there already, or where none is declared', async () => {
  const there = await moving('web', 'i-web');
  assert.match(there.said, /leads to web \(i-web\) already/);
  const none = await moving('jira', 'i-web');
  assert.match(none.said, /without an Elastic IP address/);
  assert.deepEqual([there.associated, none.associated], [[], []]);
});
