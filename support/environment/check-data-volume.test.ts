import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { configurationTemplates } from './configuration';

const CHECK = join(configurationTemplates, 'common/usr/local/lib/nagios/plugins/check_data_volume');
const folder = mkdtempSync(join(tmpdir(), 'firedrill-check-data-volume-'));
after(() => rmSync(folder, { recursive: true }));
const checkDisk = join(folder, 'check_disk');
writeFileSync(checkDisk, '#!/bin/sh\necho asked for "$@"\n', { mode: 0o755 });
const blockDevice = readdirSync('/dev')
  .map((name) => join('/dev', name))
  .find((path) => statSync(path, { throwIfNoEntry: false })?.isBlockDevice() === true);

/** What the plugin says of /srv/mysql where these are mounted, and its exit code; `check_disk` says what it was asked. */
const checked = (...mounts: readonly string[]): readonly [number | null, string] => {
  const file = join(folder, 'mounts');
  writeFileSync(file, mounts.map((mount) => `${mount} xfs rw 0 0\n`).join(''));
  const { status, stdout } = spawnSync('sh', [CHECK, '/srv/mysql'], {
    encoding: 'utf8',
    env: { ...process.env, MOUNTS: file, CHECK_DISK: checkDisk },
  });
  return [status, stdout.trim()];
};
const byCheckDisk = [0, 'asked for -E -w 20% -c 5% -W 20% -K 5% -p /srv/mysql'];

void test('a mounted file system whose device is gone is critical', () => {
  assert.deepEqual(checked('/dev/none /srv/mysql', '/dev/none2 /srv/mysql/data'), [
    2,
    'DISK CRITICAL - /dev/none is gone, and is still mounted at /srv/mysql',
  ]);
});

void test('where nothing is mounted, check_disk says so', () => {
  assert.deepEqual(checked('/dev/none /srv/mysql2', '/dev/none /srv'), byCheckDisk);
});

void test(
  'of a device that is there check_disk says how full it is; the last one that was mounted counts',
  { skip: blockDevice === undefined && 'this machine shows no block device' },
  () => {
    assert.deepEqual(checked('/dev/none /srv/mysql', `${blockDevice ?? ''} /srv/mysql`), byCheckDisk);
  },
);
