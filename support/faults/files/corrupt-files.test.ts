import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { corruptFiles } from './corrupt-files';
import { FakeShell } from '../fake-shell';
import { environmentLease, named, progress, terms } from '../literal-terms';

const { signal } = new AbortController();
const root = mkdtempSync(join(tmpdir(), 'contentstore-'));
after(() => rmSync(root, { recursive: true }));

const paths = ['2026/a.bin', '2026/b.bin', '2026/c.bin', 'new.bin'].map((name) => join(root, name));
mkdirSync(join(root, '2026'));
beforeEach(() => {
  for (const [index, path] of paths.entries()) {
    writeFileSync(path, Buffer.alloc(4096, index));
    const time = path.endsWith('new.bin') ? 2000 : 1000;
    utimesSync(path, time, time);
  }
});

/** Runs the real script, on folders of this machine. */
const host = new FakeShell((command, { input }) => {
  const order = /^python3 - '(.*)'$/s.exec(command)?.[1] ?? '';
  return execFileSync('python3', ['-', order], { input: input ?? '', encoding: 'utf8' });
});

const damage = (count: number, seed: number, before = 1500) =>
  corruptFiles({
    instance: 'alfresco',
    root,
    suffix: '.bin',
    count,
    seed,
    before,
    host,
    environmentLease,
    named: named('alfresco (i-1), vol-1'),
  });

const hashes = (): readonly string[] =>
  paths.map((path) => createHash('sha256').update(readFileSync(path)).digest('hex'));

const changed = (before: readonly string[]): readonly string[] => {
  const now = hashes();
  return paths.filter((_, index) => now[index] !== before[index]);
};

void test('bytes of old files change on disk, with size and time kept', async () => {
  const before = hashes();
  const fault = damage(2, 7);
  await fault.inject(terms, progress, signal);
  const damaged = changed(before);
  assert.equal(damaged.length, 2);
  assert.ok(!damaged.some((path) => path.endsWith('new.bin')), 'a file newer than the snapshot was damaged');
  for (const path of damaged)
    assert.deepEqual([statSync(path).size, statSync(path).mtimeMs], [4096, 1_000_000]);
  const proof = await fault.prove(signal);
  assert.equal(proof.result, 'installed');
  assert.match(proof.observed, /^2 of 2 files on alfresco have other bytes/);
});

void test('the first file is damaged before it is told so, the others after', async () => {
  const before = hashes();
  let half = 0;
  const told = { halfway: () => void (half = changed(before).length) };
  await damage(3, 1).inject(terms, told, signal);
  assert.deepEqual([half, changed(before).length], [1, 3]);
});

void test('the same seed damages the same files', async () => {
  const before = hashes();
  await damage(1, 3).inject(terms, progress, signal);
  const [once] = changed(before);
  await damage(1, 3).inject(terms, progress, signal);
  // The same bytes were inverted once more.
  assert.deepEqual(changed(before), []);
  assert.ok(once !== undefined);
});

void test('too few files that the snapshot holds is an error, and nothing is damaged', async () => {
  const before = hashes();
  await assert.rejects(damage(3, 1, 500).inject(terms, progress, signal), /only 0 files/);
  assert.deepEqual(changed(before), []);
});

void test('it leases the whole environment: nothing on the host keeps the bytes', async () => {
  assert.deepEqual(
    (await damage(1, 1).leases(signal)).map(({ location }) => location.kind),
    ['environment'],
  );
});
