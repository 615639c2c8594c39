import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Instance, InstanceState } from '../cloud/instances';
import { milliseconds } from '../drill/time';
import { statusChecks } from './status-checks';

const { signal } = new AbortController();

/** What EC2 says at each look: the states of the instances of that name, and the status of a running one. */
const source = (looks: readonly (readonly [readonly InstanceState[], string?])[]) => {
  let look = -1;
  let now = 0;
  const instances = {
    find: () => {
      look += 1;
      const [states = []] = looks[look] ?? [];
      return Promise.resolve(states.map((state, index) => ({ id: `i-${String(index)}`, state }) as Instance));
    },
    status: () => Promise.resolve(looks[look]?.[1] ?? 'ok'),
  };
  return statusChecks(instances, 'bastion', { now: () => milliseconds((now += 1000)) });
};

const tagsOf = async (looks: Parameters<typeof source>[0]): Promise<readonly string[]> => {
  const next = source(looks);
  const events = [];
  for (let look = 0; look < looks.length; look += 1) events.push(...(await next(signal)));
  return events.map(({ device, tag }) => `${device}: ${tag}`);
};

void test('an instance that runs and whose checks have passed tells nothing', async () => {
  assert.deepEqual(await tagsOf([[['running']], [['running']]]), []);
});

void test('a lost instance raises the alarm once, and the new one ends it when its checks have passed', async () => {
  const tags = await tagsOf([
    [['running']],
    [['shutting-down']],
    [[]],
    [['pending']],
    [['running'], 'system ok, instance initializing'],
    [['running']],
  ]);
  assert.deepEqual(tags, ['EC2 status of bastion: Alarm', 'EC2 status of bastion: OK']);
});

void test('one that runs and fails its checks raises the alarm', async () => {
  assert.deepEqual(await tagsOf([[['running'], 'system ok, instance impaired']]), [
    'EC2 status of bastion: Alarm',
  ]);
});

void test('checks that are initializing, and a new instance beside the one that goes, change nothing', async () => {
  assert.deepEqual(
    await tagsOf([
      [['running'], 'system initializing, instance initializing'],
      [['shutting-down', 'running']],
    ]),
    [],
  );
});

void test('the moment is when it was seen, and its error reaches back to the look before', async () => {
  const next = source([[['running']], [[]]]);
  await next(signal);
  const [event] = await next(signal);
  // Made at 1 s, looked at 2 to 3 s and at 4 to 5 s.
  assert.deepEqual([event?.at, event?.error], [5000, 3000]);
});
