import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { lockEnvironment } from './environment-lock';

const folder = mkdtempSync(join(tmpdir(), 'lock-'));
mkdirSync(join(folder, 'staging'));
after(() => {
  rmSync(folder, { recursive: true });
});

void test('a second run on one environment is refused and told by whom', () => {
  const lock = lockEnvironment(folder, 'staging', 'first');
  assert.throws(
    () => lockEnvironment(folder, 'staging', 'second'),
    /staging is in use by run first \(process \d+\)/,
  );
  lock.release();
  lockEnvironment(folder, 'staging', 'second').release();
});

void test('the lock of a run that was killed is taken over, also when it was half written', () => {
  for (const left of ['{"pid":4194305,"run":"killed"}', '{"pi']) {
    writeFileSync(join(folder, 'staging', 'run.lock'), left);
    lockEnvironment(folder, 'staging', 'next').release();
  }
});
