import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofDrills } from './root-disks';

function disks() {
  const said: string[] = [];
  const open = {
    instance: (name: string) => Promise.resolve({ id: `i-${name}` }),
    cloud: {
      tags: {
        set: (id: string) => Promise.resolve(void said.push(`taint ${id}`)),
        remove: (id: string) => Promise.resolve(void said.push(`untaint ${id}`)),
      },
    },
  };
  return { said, disks: ofDrills(open as never) };
}

const { signal } = new AbortController();

void test('an instance is tainted before its root disk is changed, and until all of it is as before', async () => {
  const { said, disks: of } = disks();
  await of.change('jira', 'the program', signal);
  await of.change('jira', 'packages', signal);
  await of.restored('jira', 'packages', signal);
  assert.deepEqual(said, ['taint i-jira', 'taint i-jira']);
  await of.restored('jira', 'the program', signal);
  assert.deepEqual(said.slice(2), ['untaint i-jira']);
});

void test('what nobody changed, or was put back before, unties nothing', async () => {
  const { said, disks: of } = disks();
  await of.restored('jira', 'the program', signal);
  await of.change('jira', 'the program', signal);
  of.forget();
  await of.restored('jira', 'the program', signal);
  assert.deepEqual(said, ['taint i-jira']);
});
