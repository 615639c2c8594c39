import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { mountPoints, unmountBelow } from './unmount-below';

const skip = process.getuid?.() === 0 ? false : 'only root may mount';

void test('what is mounted below a folder is unmounted, and nothing else', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'firedrill unmount-'));
  const [inside, beside] = [join(folder, 'state/slot 1'), join(folder, 'state-of-another')];
  const mounted = (): readonly string[] =>
    mountPoints(readFileSync('/proc/self/mounts', 'utf8')).filter((path) => path.startsWith(folder));
  try {
    for (const each of [inside, beside]) {
      mkdirSync(each, { recursive: true });
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', each]);
    }
    assert.deepEqual(mounted(), [inside, beside]);
    unmountBelow(join(folder, 'state'));
    assert.deepEqual(mounted(), [beside]);
  } finally {
    unmountBelow(folder);
    rmSync(folder, { recursive: true });
  }
});
