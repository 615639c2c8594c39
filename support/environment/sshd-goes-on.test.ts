import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untaintWhereSshdGoesOn } from './sshd-goes-on';
import { isTainted, SSHD_STOPPED, TAINTED, taintOf } from './tainted';

const { signal } = new AbortController();

/** Which of two instances, the bastion with a stopped sshd and jira without, are untainted when the bastion answers so. */
async function untainted(
  answer: () => Promise<{ code: number; stdout: string }>,
  bastion: Readonly<Record<string, string>> = { [SSHD_STOPPED]: 'true' },
) {
  const removed: string[] = [];
  const asked: string[] = [];
  const instances = [
    { id: 'i-bastion', state: 'running', tags: { Name: 'bastion', ...bastion } },
    { id: 'i-jira', state: 'running', tags: { Name: 'jira' } },
    { id: 'i-gone', state: 'shutting-down', tags: { Name: 'bastion', [SSHD_STOPPED]: 'true' } },
  ];
  const open = {
    asked,
    // As of an open environment: it needs its `this`.
    host(name: string) {
      this.asked.push(name);
      return { run: answer };
    },
    cloud: {
      instances: {
        find: (wanted: Readonly<Record<string, string>>) =>
          Promise.resolve(
            instances.filter(({ tags }) =>
              Object.entries(wanted).every(([key, value]) => Reflect.get(tags, key) === value),
            ),
          ),
      },
      tags: {
        remove: (id: string, keys: readonly string[]) =>
          Promise.resolve(void removed.push(`${id} ${keys.join()}`)),
      },
    },
  };
  await untaintWhereSshdGoesOn(open as never, signal);
  return { removed, asked };
}

const says = (stdout: string, code = 0) => Promise.resolve({ code, stdout });

void test('an instance whose sshd was stopped is tainted', () => {
  assert.equal(isTainted({ tags: { [SSHD_STOPPED]: 'true' } }), true);
  assert.equal(isTainted({ tags: { [TAINTED]: 'true' } }), true);
  assert.equal(isTainted({ tags: { Name: 'bastion' } }), false);
  assert.equal(taintOf({ tags: { [SSHD_STOPPED]: 'true' } }), 'its sshd was stopped');
  assert.equal(
    taintOf({ tags: { [SSHD_STOPPED]: 'true', [TAINTED]: 'true' } }),
    'nobody answers for its root disk',
  );
});

void test('where an sshd runs again, the instance is no longer tainted, and nobody else is asked', async () => {
  assert.deepEqual(await untainted(() => says('S\n')), {
    removed: [`i-bastion ${SSHD_STOPPED}`],
    asked: ['bastion'],
  });
});

void test('it stays tainted where a session from before tells that sshd is stopped, and where nobody answers', async () => {
  assert.deepEqual((await untainted(() => says('T\n'))).removed, []);
  assert.deepEqual((await untainted(() => says('Z\n'))).removed, []);
  assert.deepEqual((await untainted(() => says('', 2))).removed, []);
  assert.deepEqual((await untainted(() => Promise.reject(new Error('no answer')))).removed, []);
});

void test('what was changed on a root disk is not asked for here, and stays tainted', async () => {
  assert.deepEqual(await untainted(() => says('S\n'), { [TAINTED]: 'true' }), { removed: [], asked: [] });
});
