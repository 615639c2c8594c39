import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const MIB = 1024 ** 2;
const program = join(__dirname, 'find-bytes.py');
const python = spawnSync('python3', ['--version']).error === undefined && process.platform === 'linux';
const withPython = {
  skip: python ? false : 'this machine has no Python 3 on Linux, which the host program needs',
};
const folder = mkdtempSync(join(tmpdir(), 'find-bytes-'));
after(() => rmSync(folder, { recursive: true }));

/** Searches a disk of that size, sparse but for these texts, by the byte that each begins at. */
function search(size: number, written: Readonly<Record<number, string>>, sought: readonly object[]) {
  const disk = join(folder, 'disk');
  const file = openSync(disk, 'w');
  ftruncateSync(file, size);
  for (const [at, text] of Object.entries(written))
    writeSync(file, Buffer.from(text, 'latin1'), 0, null, Number(at));
  closeSync(file);
  const { status, stdout, stderr } = spawnSync('python3', ['-B', program, disk], {
    ...{ input: JSON.stringify(sought), encoding: 'utf8' },
  });
  assert.equal(status, 0, stderr);
  assert.equal(stderr, '');
  return JSON.parse(stdout) as { bytes: number; found: { kind: string; times: number; at: number }[] };
}

const secret = { kind: 'secret', texts: ['0123456789abcdef', 'MDEyMzQ1Njc4'], whole: false };
const address = { kind: 'address', texts: ['10.71.0.1', '10.71.0.10'], whole: true };

void test(
  'what stands anywhere is found, how often and where first, in whatever it stands',
  withPython,
  () => {
    const written = {
      [5 * MIB - 8]: 'x0123456789abcdefx',
      [9 * MIB]: 'a\0password=ff0123456789abcdefff\n\xff\0 key: MDEyMzQ1Njc4',
    };
    const { bytes, found } = search(64 * MIB, written, [secret]);
    assert.equal(bytes, 64 * MIB);
    assert.deepEqual(found, [{ kind: 'secret', times: 3, at: 5 * MIB - 7 }]);
  },
);

void test('a text at the very beginning and one at the very end are found', withPython, () => {
  const text = '0123456789abcdef';
  assert.deepEqual(search(3 * MIB + 17, { 0: text, [3 * MIB + 1]: text }, [secret]).found, [
    { kind: 'secret', times: 2, at: 0 },
  ]);
});

void test(
  'an address counts only where it is one, and not as a part of another or of a version',
  withPython,
  () => {
    const none = search(MIB, { 7: 'v1.10.71.0.1 10.71.0.12 110.71.0.1 10.71.0.10.deb' }, [address]);
    assert.deepEqual(none.found, []);
    const { found } = search(MIB, { 7: 'http://10.71.0.10:8090/ 10.71.0.1' }, [address]);
    assert.deepEqual(found, [{ kind: 'address', times: 2, at: 14 }]);
  },
);

void test('where nothing stands nothing is found', withPython, () => {
  assert.deepEqual(search(2 * MIB, { 100: '0123456789abcde' }, [secret, address]), {
    bytes: 2 * MIB,
    found: [],
  });
});
