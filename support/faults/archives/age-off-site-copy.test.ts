import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { ageOffSiteCopy } from './age-off-site-copy';
import { FakeShell } from '../fake-shell';
import { environmentLease, named, progress, terms } from '../literal-terms';

const { signal } = new AbortController();
const root = mkdtempSync(join(tmpdir(), 'restic-'));
after(() => rmSync(root, { recursive: true }));
const paths = ['config', 'data/ab/abc', 'snapshots/abc', 'snapshots/def'].map((name) => join(root, name));
const [config = '', , copy = '', other = ''] = paths;
beforeEach(() => {
  mkdirSync(join(root, 'data/ab'), { recursive: true });
  mkdirSync(join(root, 'snapshots'), { recursive: true });
  for (const path of paths) writeFileSync(path, 'as it was');
});

/** Runs the real scripts, on folders of this machine. */
const host = new FakeShell((command) => execFileSync('sh', ['-c', command], { encoding: 'utf8' }));
const fault = () =>
  ageOffSiteCopy({
    ...{ instance: 'offsite', root, hours: 30, host, environmentLease },
    named: named('offsite (i-1), vol-1'),
  });
const hoursOld = (path: string): number => Math.round((Date.now() - statSync(path).mtimeMs) / 3_600_000);

void test('everything is as old as if nothing had been stored since, the copies last of all, and nothing else changes', async () => {
  const aged = fault();
  let half: readonly number[] = [];
  await aged.inject(terms, { halfway: () => void (half = paths.map(hoursOld)) }, signal);
  assert.deepEqual(half, [30, 30, 0, 0]);
  assert.deepEqual(paths.map(hoursOld), [30, 30, 30, 30]);
  assert.equal(readFileSync(config, 'utf8'), 'as it was');
  const { result, observed } = await aged.prove(signal);
  assert.equal(result, 'installed');
  assert.match(observed, /the youngest file in .* on offsite was written 30\.0 h ago/);
});

void test('a copy that was stored meanwhile is no proof, and no injection is none', async () => {
  const aged = fault();
  assert.equal((await aged.prove(signal)).result, 'skipped');
  await aged.inject(terms, progress, signal);
  writeFileSync(other, 'a new one');
  assert.equal((await aged.prove(signal)).result, 'skipped');
});

void test('where there is no copy none can be old', async () => {
  for (const path of [copy, other]) rmSync(path);
  await assert.rejects(fault().inject(terms, progress, signal), /there is no copy in .* on offsite/);
});
