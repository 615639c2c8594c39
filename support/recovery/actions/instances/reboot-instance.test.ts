import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Instance } from '../../../cloud/instances';
import { milliseconds } from '../../../drill/time';
import { readEnvironment } from '../../../environment/read-environment';
import { FakeShell } from '../../../faults/fake-shell';
import type { ActionContext } from '../context';
import { rebootInstance } from './reboot-instance';

const environment = readEnvironment(join(__dirname, '../../../../fixtures/environments/staging.yaml'));

/** For how long the host says, each time, that its first process has been there, in ms; a session from before answers first. */
const reboot = async (upFor: readonly number[], budget = 3000) => {
  const done: string[] = [];
  let asked = 0;
  const shell = new FakeShell(() => {
    const told = upFor[Math.min(asked, upFor.length - 1)] ?? 0;
    asked += 1;
    done.push(`up for ${String(told)}`);
    return `${String(told)}\n`;
  });
  const context = {
    ...{ environment, target: 'bastion', facts: {}, budget: milliseconds(budget) },
    host: () => shell,
    cloud: {
      instances: {
        find: () => Promise.resolve([{ id: 'i-1', state: 'running' } as unknown as Instance]),
        reboot: () => Promise.resolve(void done.push('reboot')),
      },
    },
    startInstance: () => Promise.resolve(void done.push('initialised')),
  } as unknown as ActionContext;
  const said = await rebootInstance.run({}, context, new AbortController().signal);
  return { said, done };
};

void test('a session from before the reboot is not taken for the host that has booted', async () => {
  const { said, done } = await reboot([80_000, 1]);
  assert.deepEqual(done, ['reboot', 'up for 80000', 'up for 1', 'initialised']);
  assert.match(said, /bastion \(i-1\) has booted anew/);
});

void test('one that does not go down has not booted', async () => {
  await assert.rejects(reboot([80_000], 300), /bastion \(i-1\) to boot; last: it has been up for 80\.0 s/);
});
