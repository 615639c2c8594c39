import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeShell, type Answer } from './fake-shell';
import { fillVolume } from './fill-volume';

const { signal } = new AbortController();
const target = { instance: 'mysql', mount: '/srv/mysql', folder: '/srv/mysql/data', user: 'mysql' };

const volume = (facts: { readonly mounted?: boolean; readonly filler?: boolean; readonly write?: Answer }) =>
  new FakeShell((command) => {
    if (command.startsWith('mountpoint')) return { code: facts.mounted === false ? 1 : 0 };
    if (command.startsWith('test -e')) return { code: facts.filler === true ? 0 : 1 };
    if (command.startsWith('stat -f')) return '0\n';
    if (command.startsWith('runuser')) return facts.write ?? '';
    return '';
  });

const enospc = {
  code: 1,
  stderr: "dd: error writing '/srv/mysql/data/.firedrill-filler-proof': No space left on device\n",
};

void test('a write that the database’s user is refused for want of space is proof', async () => {
  const fault = fillVolume({ ...target, host: volume({ write: enospc }) });
  await fault.inject(signal);
  const proof = await fault.prove(signal);
  assert.equal(proof.result, 'installed');
  assert.match(proof.observed, /0 free blocks; a write as mysql was refused: .*No space left on device/);
});

void test('a write that succeeds means that the fault is not there', async () => {
  const fault = fillVolume({ ...target, host: volume({}) });
  await fault.inject(signal);
  assert.equal((await fault.prove(signal)).result, 'skipped');
});

void test('a write that fails for another reason proves nothing', async () => {
  const fault = fillVolume({ ...target, host: volume({ write: { code: 1, stderr: 'Permission denied' } }) });
  await fault.inject(signal);
  assert.equal((await fault.prove(signal)).result, 'indeterminate');
});

void test('a folder that is no mount point is not filled, for that would fill the root disk', async () => {
  const host = volume({ mounted: false });
  await assert.rejects(fillVolume({ ...target, host }).inject(signal), /is not a mount point/);
  assert.ok(!host.commands.some((command) => command.includes('fallocate')));
});

void test('what another drill left is not taken for ours, and reverting does not remove it', async () => {
  const host = volume({ filler: true });
  const fault = fillVolume({ ...target, host });
  await assert.rejects(fault.inject(signal), /exists already/);
  await fault.revert(signal);
  assert.ok(!host.commands.some((command) => command.startsWith('rm')));
});

void test('reverting removes the file and nothing else', async () => {
  const host = volume({ write: enospc });
  const fault = fillVolume({ ...target, host });
  await fault.inject(signal);
  await fault.revert(signal);
  assert.equal(host.commands.at(-1), "rm -f '/srv/mysql/firedrill-filler'");
});
