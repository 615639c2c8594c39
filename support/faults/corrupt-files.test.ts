import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { corruptFiles } from './corrupt-files';
import { FakeShell } from './fake-shell';

const { signal } = new AbortController();
const root = mkdtempSync(join(tmpdir(), 'contentstore-'));
const keep = mkdtempSync(join(tmpdir(), 'kept-'));
after(() => {
  rmSync(root, { recursive: true });
  rmSync(keep, { recursive: true, force: true });
});

const paths = ['2026/a.bin', '2026/b.bin', '2026/c.bin', 'new.bin'].map((name) => join(root, name));
mkdirSync(join(root, '2026'));
for (const [index, path] of paths.entries()) {
  writeFileSync(path, Buffer.alloc(4096, index));
  const time = path.endsWith('new.bin') ? 2000 : 1000;
  utimesSync(path, time, time);
}

/** Runs the real script, on folders of this machine. */
const host = new FakeShell((command, { input }) => {
  const order = /^python3 - '(.*)'$/s.exec(command)?.[1] ?? '';
  const here = JSON.stringify({ ...(JSON.parse(order) as object), keep });
  return execFileSync('python3', ['-', here], { input: input ?? '', encoding: 'utf8' });
});

const hashes = (): readonly string[] =>
  paths.map((path) => createHash('sha256').update(readFileSync(path)).digest('hex'));

void test('bytes of old files change on disk with size and time kept, and come back', async () => {
  const before = hashes();
  const fault = corruptFiles({ instance: 'alfresco', root, count: 2, seed: 7, before: 1500, host });
  await fault.inject(signal);
  const damaged = hashes();
  const changed = paths.filter((_, index) => damaged[index] !== before[index]);
  assert.equal(changed.length, 2);
  assert.ok(!changed.some((path) => path.endsWith('new.bin')), 'a file newer than the snapshot was damaged');
  for (const path of changed)
    assert.deepEqual([statSync(path).size, statSync(path).mtimeMs], [4096, 1_000_000]);

  const proof = await fault.prove(signal);
  assert.equal(proof.result, 'installed');
  assert.match(proof.observed, /^2 of 2 files on alfresco have other bytes/);

  await fault.revert(signal);
  await fault.revert(signal);
  assert.deepEqual(hashes(), before);
});

void test('the same seed damages the same files', async () => {
  const damage = async (seed: number): Promise<readonly string[]> => {
    const fault = corruptFiles({ instance: 'alfresco', root, count: 1, seed, before: 1500, host });
    await fault.inject(signal);
    const found = hashes();
    await fault.revert(signal);
    return found;
  };
  assert.deepEqual(await damage(3), await damage(3));
});

void test('too few files that the snapshot holds is an error, and nothing is damaged', async () => {
  const before = hashes();
  const fault = corruptFiles({ instance: 'alfresco', root, count: 3, seed: 1, before: 500, host });
  await assert.rejects(fault.inject(signal), /only 0 files/);
  assert.deepEqual(hashes(), before);
});
