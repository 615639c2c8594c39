import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { introduceBastion, knowsBastion } from './introduce-bastion';

const library = resolve(__dirname, '../../fixtures/images/base/files/lib');

void test('a host knows a new bastion at its next boot, and at once where it fetches packages by its list of known hosts', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'firedrill-introduce-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [facts, known, lock] = ['instance.json', 'known_hosts', 'lock'].map((name) => join(folder, name));
  assert.ok(facts !== undefined && known !== undefined && lock !== undefined);
  writeFileSync(
    facts,
    // As user data writes it.
    JSON.stringify({ name: 'jira', bastion: '10.71.0.10', bastionHostKey: 'ssh-ed25519 OLD' }, undefined, 2),
  );
  writeFileSync(known, '10.71.0.10 ssh-ed25519 OLD\n');
  const introduce = (key: string) =>
    introduceBastion(
      {
        run: (command) => {
          const here = command
            .replace('/opt/firedrill/lib', library)
            .replace(
              /^from firedrill import .*$/m,
              (line) =>
                `${line}\ninstance.FACTS, instance._FACTS_LOCK = '${facts}', '${lock}'\nconfiguration._KNOWN_HOSTS = '${known}'`,
            );
          const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
          const { status, stdout, stderr } = spawnSync('bash', ['-c', here], { encoding: 'utf8', env });
          return Promise.resolve({ code: status ?? -1, stdout, stderr });
        },
      },
      key,
      new AbortController().signal,
    );

  const knows = (key: string) =>
    spawnSync('sh', [
      '-c',
      knowsBastion(key)
        .replace('/etc/firedrill/instance.json', facts)
        .replace('/etc/firedrill/known_hosts', known),
    ]).status === 0;
  assert.deepEqual([knows('ssh-ed25519 OLD'), knows('ssh-ed25519 NEW')], [true, false]);

  await introduce('ssh-ed25519 NEW');
  assert.deepEqual([knows('ssh-ed25519 OLD'), knows('ssh-ed25519 NEW')], [false, true]);
  assert.equal(
    (JSON.parse(readFileSync(facts, 'utf8')) as { bastionHostKey: string }).bastionHostKey,
    'ssh-ed25519 NEW',
  );
  assert.equal(readFileSync(known, 'utf8'), '10.71.0.10 ssh-ed25519 NEW\n');

  const inodes = [facts, known].map((path) => statSync(path).ino);
  await introduce('ssh-ed25519 NEW');
  assert.deepEqual(
    [facts, known].map((path) => statSync(path).ino),
    inodes,
    'what it knows is left alone',
  );

  writeFileSync(known, '10.71.0.10 ssh-ed25519 OLD\n');
  assert.equal(knows('ssh-ed25519 NEW'), false, 'its ssh does not');
  writeFileSync(known, '10.71.0.10 ssh-ed25519 NEW\n10.71.0.10 ssh-ed25519 OLD\n');
  assert.equal(knows('ssh-ed25519 NEW'), false, 'its ssh takes another, too');
  await introduce('ssh-ed25519 NEW');
  assert.equal(readFileSync(known, 'utf8'), '10.71.0.10 ssh-ed25519 NEW\n');
});
