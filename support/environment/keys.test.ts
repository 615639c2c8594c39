import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { makeSshKeyPair, publicKeyOf, sshKeyPair } from './keys';

const sshKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;

function temporaryDirectory(context: { after(clean: () => void): void }): string {
  const directory = mkdtempSync(join(tmpdir(), 'firedrill-keys-'));
  context.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

test('OpenSSH derives from the private key the public key that was made with it', (context) => {
  if (!sshKeygen) {
    context.skip('this machine has no ssh-keygen');
    return;
  }
  const directory = temporaryDirectory(context);
  for (let count = 0; count < 20; count += 1) {
    const pair = makeSshKeyPair('deploy jira');
    const file = join(directory, `key-${count}`);
    writeFileSync(file, pair.privateKey, { mode: 0o600 });
    assert.equal(execFileSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' }).trim(), pair.publicKey);
  }
});

test('the public key can be read back from the private one', () => {
  const pair = makeSshKeyPair('admin');
  assert.equal(publicKeyOf(pair.privateKey, 'admin'), pair.publicKey);
});

test('a key that is kept stays the same, and is closed to others', async (context) => {
  const directory = join(temporaryDirectory(context), 'keys');
  const first = await sshKeyPair(directory, 'admin');
  assert.deepEqual(await sshKeyPair(directory, 'admin'), first);
  assert.equal(statSync(directory).mode & 0o777, 0o700);
  assert.equal(statSync(join(directory, 'admin')).mode & 0o777, 0o600);
});

test('of callers at once, all get one key', async (context) => {
  const directory = temporaryDirectory(context);
  const pairs = await Promise.all(Array.from({ length: 8 }, () => sshKeyPair(directory, 'admin')));
  assert.equal(new Set(pairs.map((pair) => pair.publicKey)).size, 1);
});

test('another kind of key is refused with what to do', () => {
  assert.throws(
    () => publicKeyOf('-----BEGIN RSA PRIVATE KEY-----\nAAAA\n', 'admin'),
    /not an unencrypted OpenSSH/,
  );
});
