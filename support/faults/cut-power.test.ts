import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Instance } from '../cloud/instances';
import { cutPower } from './cut-power';
import { FakeShell } from './fake-shell';

const { signal } = new AbortController();

/** One instance with one unit, which a boot does not start. */
const machine = ({ state = 'running', unit = 'active', answers = false } = {}) => {
  let active = unit;
  const seen = { state, starts: 0 };
  const found = (): Instance => ({ id: 'i-0', state: seen.state }) as Instance;
  const host = new FakeShell((command) => {
    if (command === 'systemctl start mariadb.service') active = 'active';
    return `ActiveState=${active}\n`;
  });
  const fault = cutPower({
    instance: 'mysql',
    unit: 'mariadb.service',
    host,
    instances: {
      find: () => Promise.resolve([found()]),
      describe: () => Promise.resolve(found()),
      stop: (_, power) => {
        assert.equal(power, 'cut');
        seen.state = 'stopped';
        active = 'inactive';
        return Promise.resolve();
      },
    },
    answers: () => Promise.resolve(answers),
    start: () => {
      seen.starts += 1;
      seen.state = 'running';
      return Promise.resolve();
    },
  });
  return { fault, seen, host, unit: () => active };
};

void test('the plan names the instance by its id and stops nothing', async () => {
  const { fault, seen } = machine();
  assert.equal((await fault.plan())[0]?.target, 'mysql (i-0)');
  assert.equal(seen.state, 'running');
});

void test('an instance that EC2 calls stopped and that answers no more is proof', async () => {
  const { fault } = machine();
  await fault.inject(signal);
  assert.deepEqual(await fault.prove(signal), {
    result: 'installed',
    observed: 'EC2 says mysql (i-0) is stopped; its address does not answer from another instance',
  });
});

void test('an address that still answers makes the proof indeterminate', async () => {
  const { fault } = machine({ answers: true });
  await fault.inject(signal);
  assert.equal((await fault.prove(signal)).result, 'indeterminate');
});

void test('an instance that does not run is not touched', async () => {
  const { fault, seen } = machine({ state: 'stopped' });
  await assert.rejects(fault.inject(signal), /expected one running instance named mysql, found i-0 stopped/);
  assert.deepEqual(await fault.prove(signal), { result: 'skipped', observed: 'mysql never lost its power' });
  await fault.revert(signal);
  assert.equal(seen.starts, 0);
});

void test('reverting starts the instance and its unit, once', async () => {
  const { fault, seen, unit } = machine();
  await fault.inject(signal);
  await fault.revert(signal);
  await fault.revert(signal);
  assert.deepEqual([seen.starts, unit()], [1, 'active']);
});

void test('a unit that did not run before is not started', async () => {
  const { fault, unit } = machine({ unit: 'inactive' });
  await fault.inject(signal);
  await fault.revert(signal);
  assert.equal(unit(), 'inactive');
});
