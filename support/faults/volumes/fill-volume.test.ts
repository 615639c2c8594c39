import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeShell, type Answer } from '../fake-shell';
import { fillVolume } from './fill-volume';
import { named, progress, terms } from '../literal-terms';

const { signal } = new AbortController();
const target = {
  instance: 'mysql',
  mount: '/srv/mysql',
  folder: '/srv/mysql/data',
  user: 'mysql',
  unit: 'mariadb.service',
  named: named('mysql (i-1), vol-1'),
};

const volume = (write: Answer = '') =>
  new FakeShell((command) => {
    if (command.startsWith('stat -f')) return '0\n';
    if (command.startsWith('runuser')) return write;
    return '';
  });

const enospc = {
  code: 1,
  stderr: "dd: error writing '/srv/mysql/data/.firedrill-filler-proof': No space left on device\n",
};

void test('a write that the database’s user is refused for want of space is proof', async () => {
  const fault = fillVolume({ ...target, host: volume(enospc) });
  await fault.inject(terms, progress, signal);
  const proof = await fault.prove(signal);
  assert.equal(proof.result, 'installed');
  assert.match(proof.observed, /0 free blocks; a write as mysql was refused: .*No space left on device/);
});

void test('a write that succeeds means that the fault is not there', async () => {
  const fault = fillVolume({ ...target, host: volume() });
  await fault.inject(terms, progress, signal);
  assert.equal((await fault.prove(signal)).result, 'skipped');
});

void test('a write that fails for another reason proves nothing', async () => {
  const fault = fillVolume({ ...target, host: volume({ code: 1, stderr: 'Permission denied' }) });
  await fault.inject(terms, progress, signal);
  assert.equal((await fault.prove(signal)).result, 'indeterminate');
});

void test('half is filled before it is told so, and the rest after', async () => {
  const host = volume();
  let before = 0;
  await fillVolume({ ...target, host }).inject(
    terms,
    { halfway: () => void (before = host.commands.length) },
    signal,
  );
  assert.equal(before, 1);
  assert.equal(host.commands.length, 2);
});

void test('filled to a share, the kernel’s count is the proof, and less than that share is none', async () => {
  const counted = (counts: string) =>
    new FakeShell((command) => (command.startsWith('stat -f -c') ? counts : ''));
  const filled = fillVolume({ ...target, percent: 85, host: counted('1000 140\n') });
  assert.equal((await filled.prove(signal)).result, 'skipped');
  await filled.inject(terms, progress, signal);
  const proof = await filled.prove(signal);
  assert.deepEqual([proof.result, proof.observed], ['installed', '/srv/mysql on mysql is 86.0 % full']);
  const short = fillVolume({ ...target, percent: 85, host: counted('1000 160\n') });
  await short.inject(terms, progress, signal);
  assert.equal((await short.prove(signal)).result, 'skipped');
});
