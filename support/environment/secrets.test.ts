import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { configurationArchive } from './configuration-archive';
import { roles } from './environment';
import { readEnvironment } from './read-environment';
import { openSecrets } from './secrets';

const staging = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));

function temporaryDirectory(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'firedrill-secrets-'));
  context.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

test('secrets are made once, kept, and closed to others', async (context) => {
  const directory = temporaryDirectory(context);
  const first = await openSecrets(staging, directory);
  const again = await openSecrets(staging, directory);
  assert.equal(again.password('mysql.jira'), first.password('mysql.jira'));
  assert.equal(again.authorityCertificate, first.authorityCertificate);
  assert.equal(again.deployKey('jira').publicKey, first.deployKey('jira').publicKey);
  assert.equal(statSync(join(directory, 'secrets.json')).mode & 0o777, 0o600);
  assert.equal(statSync(join(directory, 'keys')).mode & 0o777, 0o700);
});

test('a password that is missing is made, the others stay', async (context) => {
  const directory = temporaryDirectory(context);
  const first = await openSecrets(staging, directory);
  const file = join(directory, 'secrets.json');
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  delete kept['mysql.jira'];
  writeFileSync(file, JSON.stringify(kept));
  const again = await openSecrets(staging, directory);
  assert.notEqual(again.password('mysql.jira'), first.password('mysql.jira'));
  assert.equal(again.password('mysql.crowd'), first.password('mysql.crowd'));
});

test('a role is given its own secrets and the authority, and nobody the authority key', async (context) => {
  const secrets = await openSecrets(staging, temporaryDirectory(context));
  assert.deepEqual(Object.keys(secrets.ofRole('jira')), [
    'tls.ca.crt',
    'mysql.jira',
    'crowd.application.jira',
  ]);
  assert.notEqual(secrets.deployKey('jira').privateKey, secrets.deployKey('web').privateKey);
  for (const role of roles) {
    // Its own server key; on the bastion that of the off-site store, which nobody else reaches.
    const own = (name: string): boolean =>
      name.startsWith(`tls.${role}.`) || (role === 'bastion' && name === 'offsite.key');
    const texts = Object.entries(secrets.ofRole(role)).filter(([name]) => !own(name));
    for (const [name, text] of texts) assert.doesNotMatch(text, /PRIVATE KEY/, `${role} ${name}`);
  }
});

test('who has a certificate made anew together with the list of revoked ones finds the old one on it', async (context) => {
  const directory = temporaryDirectory(context);
  const secrets = await openSecrets(staging, directory);
  assert.ok('tls.ca.crl' in secrets.ofRole('web') && !('tls.ca.crl' in secrets.ofRole('jira')));
  const made = await secrets.fresh(['tls.web', 'tls.ca.crl']);
  assert.deepEqual(Object.keys(made), ['tls.web.key', 'tls.web.crt', 'tls.ca.crl']);
  assert.equal(made['tls.ca.crl'], secrets.listRevoking('web'));
  assert.notEqual(made['tls.ca.crl'], secrets.text('tls.ca.crl'));
  await assert.rejects(secrets.fresh(['mysql.jira', 'tls.ca.crl']), /none is to be revoked/);
  assert.equal((await openSecrets(staging, directory)).text('tls.ca.crl'), secrets.text('tls.ca.crl'));
  await secrets.keep(made);
  assert.equal((await openSecrets(staging, directory)).text('tls.ca.crl'), made['tls.ca.crl']);
});

test('the import archive is a tar with configuration, secrets and keys bound to their role', async (context) => {
  const directory = temporaryDirectory(context);
  const secrets = await openSecrets(staging, directory);
  const long = `roles/monitor/${'deep/'.repeat(20)}file`;
  const content = 'grüße\n'.repeat(200);
  const archive = configurationArchive(
    new Map([
      ['apply', '#!/bin/sh\n'],
      [long, content],
    ]),
    secrets,
    roles,
  );
  const list = execFileSync('tar', ['-tvf', '-'], { input: archive, encoding: 'utf8' });
  assert.match(list, /^-rwxr-xr-x .* configuration\/apply$/m);
  assert.match(list, /^-rw------- .* secrets\/jira\.json$/m);
  const read = (path: string) =>
    execFileSync('tar', ['-xOf', '-', path], { input: archive, encoding: 'utf8' });
  assert.equal(read(`configuration/${long}`), content);
  const keys = read('authorized_keys').trimEnd().split('\n');
  assert.equal(keys.length, roles.length - 1);
  assert.ok(
    keys.every((line) =>
      /^restrict,command="\/opt\/firedrill\/bin\/configuration-shell \w+" ssh-ed25519 /.test(line),
    ),
  );
});

test('what is made anew is kept only when told, and a password then keeps the one of before beside it', async (context) => {
  const directory = temporaryDirectory(context);
  const secrets = await openSecrets(staging, directory);
  const old = { password: secrets.password('mysql.jira'), certificate: secrets.text('tls.web.crt') };
  const made = await secrets.fresh(['mysql.jira', 'tls.web']);
  assert.deepEqual(Object.keys(made), ['mysql.jira', 'tls.web.key', 'tls.web.crt']);
  assert.notEqual(made['mysql.jira'], old.password);
  const untouched = await openSecrets(staging, directory);
  assert.deepEqual(
    [untouched.password('mysql.jira'), untouched.text('tls.web.crt')],
    [old.password, old.certificate],
  );
  await secrets.keep(made);
  const kept = await openSecrets(staging, directory);
  assert.deepEqual(
    [kept.password('mysql.jira'), kept.text('tls.web.key'), kept.text('tls.web.crt')],
    [made['mysql.jira'], made['tls.web.key'], made['tls.web.crt']],
    'a certificate that fits its key, the names and the authority is not made again',
  );
  const file = JSON.parse(readFileSync(join(directory, 'secrets.json'), 'utf8')) as Record<string, string>;
  assert.equal(file['mysql.jira.before'], old.password);
  assert.equal(statSync(join(directory, 'secrets.json')).mode & 0o777, 0o600);
  assert.equal(statSync(join(directory, 'keys', 'web.key')).mode & 0o777, 0o600);
});
