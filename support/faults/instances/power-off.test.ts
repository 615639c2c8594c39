import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Instance } from '../../cloud/instances';
import type { CloudLeases } from '../../cloud/lease/cloud-leases';
import { cutPower } from './cut-power';
import { seconds } from '../../drill/time';
import { environmentLease, progress, terms } from '../literal-terms';
import { stopInstance } from './stop-instance';

const { signal } = new AbortController();

const machine = (state = 'running') => {
  const seen = { state, power: '' };
  const devices = { '/dev/xvda': 'vol-1', '/dev/xvdf': 'vol-2' };
  const found = (): Instance => ({ id: 'i-0', state: seen.state, devices }) as unknown as Instance;
  const target = {
    instance: 'mysql',
    instances: {
      find: () => Promise.resolve([found()]),
      describe: () => Promise.resolve(found()),
      stop: (_: unknown, power: string) => {
        seen.power = power;
        seen.state = 'stopped';
        return Promise.resolve();
      },
    },
    answers: () => Promise.resolve(false),
  };
  return { seen, target };
};

void test('cutting the power leases the whole environment, stopping only the instance', async () => {
  const { target } = machine();
  const cut = await cutPower({ ...target, environmentLease }).leases(signal);
  const stop = await stopInstance({ ...target, cloudLeases: {} as CloudLeases, boot: seconds(5) }).leases(
    signal,
  );
  assert.deepEqual(
    cut.map(({ location }) => location),
    [{ kind: 'environment' }],
  );
  assert.deepEqual(
    stop.map(({ location }) => location),
    [{ kind: 'cloud', resource: 'i-0' }],
  );
});

void test('an instance that EC2 calls stopped and that answers no more is proof', async () => {
  const { target, seen } = machine();
  const fault = cutPower({ ...target, environmentLease });
  assert.equal((await fault.plan())[0]?.target, 'mysql (i-0) with vol-1, vol-2');
  assert.equal(seen.state, 'running');
  await fault.inject(terms, progress, signal);
  assert.equal(seen.power, 'cut');
  assert.deepEqual(await fault.prove(signal), {
    result: 'installed',
    observed: 'EC2 says mysql (i-0) is stopped; its address does not answer from another instance',
  });
});

void test('an instance that does not run is not touched', async () => {
  const { target, seen } = machine('stopped');
  const fault = cutPower({ ...target, environmentLease });
  await assert.rejects(
    fault.inject(terms, progress, signal),
    /expected one running instance named mysql, found i-0 stopped/,
  );
  assert.equal(seen.power, '');
  assert.deepEqual(await fault.prove(signal), { result: 'skipped', observed: 'mysql was never stopped' });
});
