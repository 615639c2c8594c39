import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { encryptFiles } from './encrypt-files';
import { FakeShell } from '../fake-shell';
import { environmentLease, named, progress, terms } from '../literal-terms';

const { signal } = new AbortController();
const root = mkdtempSync(join(tmpdir(), 'contentstore-'));
after(() => rmSync(root, { recursive: true }));
const paths = ['2026/a.bin', '2026/b.bin', 'c.bin', 'ledger'].map((name) => join(root, name));
beforeEach(() => {
  mkdirSync(join(root, '2026'), { recursive: true });
  for (const path of paths) writeFileSync(path, 'as it was');
});

/** Runs the real scripts, on folders of this machine. */
const host = new FakeShell((command, { input }) =>
  execFileSync('sh', ['-c', command], { input: input ?? '', encoding: 'utf8' }),
);
const fault = () =>
  encryptFiles({
    instance: 'alfresco',
    root,
    suffix: '.bin',
    host,
    environmentLease,
    named: named('alfresco (i-1), vol-1'),
  });

void test('every document is encrypted in its place, and nothing else', async () => {
  const attack = fault();
  let half = 0;
  const encrypted = () => paths.filter((path) => readFileSync(path, 'latin1').startsWith('Salted__'));
  await attack.inject(terms, { halfway: () => void (half = encrypted().length) }, signal);
  assert.equal(half, 1);
  assert.deepEqual(encrypted(), paths.slice(0, 3));
  assert.equal(readFileSync(join(root, 'ledger'), 'utf8'), 'as it was');
  const { result, observed } = await attack.prove(signal);
  assert.deepEqual([result, observed.startsWith('3 of 3 files')], ['installed', true]);
});

void test('a file that was put back meanwhile is no proof, and no injection is none', async () => {
  const attack = fault();
  assert.equal((await attack.prove(signal)).result, 'skipped');
  await attack.inject(terms, progress, signal);
  writeFileSync(paths[0] ?? '', 'as it was');
  assert.equal((await attack.prove(signal)).result, 'indeterminate');
});
