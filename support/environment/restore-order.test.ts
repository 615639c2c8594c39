import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { instanceNamed } from './environment';
import { readEnvironment } from './read-environment';
import { beginInTurns, restoreOrder } from './restore-order';

const environment = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));
const { instances } = environment;
const groups = restoreOrder(instances, instanceNamed(environment, 'bastion'));
const order = groups.map((group) => group.map(({ name }) => name));

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
  assert.deepEqual([...(order.at(-1) ?? [])].sort(), ['attacker', 'legacy', 'monitor', 'offsite']);
});

void test('all but the bastion are told until when it is restored, those of its own group too', () => {
  const told = new Map<string, Promise<void> | undefined>();
  const restored = beginInTurns(
    groups,
    ({ name }, _turn, repository) => {
      told.set(name, repository);
      return new Promise(() => undefined);
    },
    AbortSignal.abort(),
  );
  assert.equal(told.get('bastion'), undefined);
  for (const { name } of instances)
    if (name !== 'bastion') assert.equal(told.get(name), restored.get('bastion'), name);
});

void test('a group has its turn when the one before is restored, one that failed among it', async () => {
  const had: string[] = [];
  const restored = beginInTurns(
    groups,
    async ({ name }, turn) => {
      await turn;
      had.push(name);
      if (name === 'crowd') throw new Error('no volume');
    },
    new AbortController().signal,
  );
  const results = await Promise.allSettled(restored.values());
  assert.equal(results.filter(({ status }) => status === 'rejected').length, 1);
  assert.deepEqual(had, order.flat());
});

void test('one that takes its time holds up the next group for a second at most', async () => {
  const began = performance.now();
  let resolve = (): void => undefined;
  const crowdsTurn = new Promise<void>((done) => (resolve = done));
  beginInTurns(
    groups.slice(0, 2),
    async ({ name }, turn) => {
      await turn;
      if (name === 'crowd') resolve();
      else await new Promise(() => undefined);
    },
    new AbortController().signal,
  );
  await crowdsTurn;
  assert.ok(performance.now() - began >= 990);
});
