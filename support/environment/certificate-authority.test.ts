import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { openCertificateAuthority } from './certificate-authority';

const NOW = new Date('2026-01-01T00:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;

function temporaryDirectory(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'firedrill-ca-'));
  context.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

test('a server certificate is signed by the authority, is for its names, and fits its key', async (context) => {
  const authority = await openCertificateAuthority(temporaryDirectory(context), 'staging', NOW);
  const { key, certificate } = await authority.issue('web', [
    'tools.staging.firedrill.test',
    'web',
    '10.71.0.20',
  ]);
  const parsed = new X509Certificate(certificate);
  const issuer = new X509Certificate(authority.certificate);
  assert.ok(parsed.verify(issuer.publicKey), 'signature');
  assert.ok(parsed.checkIssued(issuer), 'issuer');
  assert.ok(parsed.checkPrivateKey(createPrivateKey(key)), 'key');
  assert.equal(parsed.checkHost('web'), 'web');
  assert.equal(parsed.checkHost('tools.staging.firedrill.test'), 'tools.staging.firedrill.test');
  assert.equal(parsed.checkHost('jira'), undefined);
  assert.equal(parsed.checkIP('10.71.0.20'), '10.71.0.20');
  assert.ok(issuer.ca && !parsed.ca);
});

test('what was made is found again, and keys are closed to others', async (context) => {
  const directory = temporaryDirectory(context);
  const first = await openCertificateAuthority(directory, 'staging', NOW);
  const names = ['web', 'tools.example.test', '10.71.0.20'] as const;
  const web = await first.issue('web', [...names]);
  const again = await openCertificateAuthority(directory, 'staging', NOW);
  assert.equal(again.certificate, first.certificate);
  assert.deepEqual(await again.issue('web', [...names]), web);
  for (const name of ['ca.key', 'web.key'])
    assert.equal(statSync(join(directory, name)).mode & 0o777, 0o600, name);
});

test('other names, or an end that is near, make a new certificate for the same key', async (context) => {
  const directory = temporaryDirectory(context);
  const authority = await openCertificateAuthority(directory, 'staging', NOW);
  const first = await authority.issue('web', ['web']);
  const renamed = await authority.issue('web', ['web', '10.71.0.20']);
  assert.notEqual(renamed.certificate, first.certificate);
  assert.equal(renamed.key, first.key);
  const later = await openCertificateAuthority(directory, 'staging', new Date(NOW.getTime() + 380 * DAY_MS));
  const renewed = await later.issue('web', ['web', '10.71.0.20']);
  assert.notEqual(renewed.certificate, renamed.certificate);
});

test("another authority's certificate is not kept", async (context) => {
  const directory = temporaryDirectory(context);
  const first = await (await openCertificateAuthority(directory, 'staging', NOW)).issue('web', ['web']);
  rmSync(join(directory, 'ca.key'));
  rmSync(join(directory, 'ca.pem'));
  const authority = await openCertificateAuthority(directory, 'staging', NOW);
  const second = await authority.issue('web', ['web']);
  assert.notEqual(second.certificate, first.certificate);
  assert.ok(
    new X509Certificate(second.certificate).verify(new X509Certificate(authority.certificate).publicKey),
  );
});

test('a certificate that has ended has nothing else wrong with it, and is not kept', async (context) => {
  const directory = temporaryDirectory(context);
  const authority = await openCertificateAuthority(directory, 'staging', NOW);
  const { key, certificate } = await authority.issue('web', ['web', '10.71.0.20']);
  const ended = new X509Certificate(authority.issueEnded(key, ['web', '10.71.0.20']));
  assert.ok(ended.verify(new X509Certificate(authority.certificate).publicKey));
  assert.ok(ended.checkPrivateKey(createPrivateKey(key)));
  assert.equal(ended.subjectAltName, new X509Certificate(certificate).subjectAltName);
  assert.equal(NOW.getTime() - Date.parse(ended.validTo), 60 * 60 * 1000);
  assert.equal((await authority.issue('web', ['web', '10.71.0.20'])).certificate, certificate);
});
