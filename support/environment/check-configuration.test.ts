import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { configurationTemplates } from './configuration';

const CHECK = join(configurationTemplates, 'common/usr/local/lib/firedrill/check_configuration');
const folder = mkdtempSync(join(tmpdir(), 'firedrill-check-configuration-'));
after(() => rmSync(folder, { recursive: true }));

/** What the plugin says of these findings, and its exit code: 0 OK, 2 CRITICAL, 3 UNKNOWN. */
const checked = (found: string | undefined, oldest = '600'): readonly [number | null, string] => {
  const file = join(folder, 'found');
  rmSync(file, { force: true });
  if (found !== undefined) writeFileSync(file, found);
  const { status, stdout } = spawnSync('sh', [CHECK, file, oldest], { encoding: 'utf8' });
  return [status, stdout.trim()];
};

void test('a host that is as declared is fine', () => {
  assert.deepEqual(checked(''), [0, 'CONFIGURATION OK - as declared | differences=0']);
});

void test('what differs is critical, with the first three of it', () => {
  assert.deepEqual(checked('/etc/a: x\n/etc/b: y\n/etc/c: z\n/etc/d: w'), [
    2,
    'CONFIGURATION CRITICAL - 4 not as declared: /etc/a: x; /etc/b: y; /etc/c: z | differences=4',
  ]);
});

void test('before anybody has compared, and when the last comparison is old, nobody knows', () => {
  assert.equal(checked(undefined)[0], 3);
  assert.equal(checked('', '-1')[0], 3);
});

void test('an old finding is still one', () => {
  assert.equal(checked('/etc/a: x', '-1')[0], 2);
});
