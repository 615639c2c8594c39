import assert from 'node:assert/strict';
import { createVerify, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { asn1, pem, util } from 'node-forge';
import { openCertificateAuthority, type CertificateAuthority } from './certificate-authority';

const NOW = new Date('2026-01-01T00:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;

const openIn = (directory: string, days = 0): Promise<CertificateAuthority> =>
  openCertificateAuthority(directory, 'staging', new Date(NOW.getTime() + days * DAY_MS));

function temporaryDirectory(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'firedrill-crl-'));
  context.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

/** What a list says, read by its place in RFC 5280's CertificateList; throws unless the authority has signed it. */
function read(list: string, authority: CertificateAuthority) {
  const [{ body } = { body: '' }] = pem.decode(list);
  const parts = (value: asn1.Asn1 | undefined): asn1.Asn1[] => value?.value as asn1.Asn1[];
  const [signed, , signature] = parts(asn1.fromDer(body));
  assert.ok(signed !== undefined && signature !== undefined);
  const der = Buffer.from(asn1.toDer(signed).getBytes(), 'binary');
  const bits = (signature as unknown as { bitStringContents: string }).bitStringContents.slice(1);
  const { publicKey } = new X509Certificate(authority.certificate);
  const verified = createVerify('sha256').update(der).verify(publicKey, Buffer.from(bits, 'binary'));
  assert.ok(verified, 'signature');
  const [, , , thisUpdate, nextUpdate, next] = parts(signed);
  const date = (value: asn1.Asn1 | undefined): Date => asn1.utcTimeToDate(value?.value as string);
  const entries =
    next?.type === asn1.Type.SEQUENCE && parts(next)[0]?.type === asn1.Type.SEQUENCE ? parts(next) : [];
  return {
    from: date(thisUpdate),
    until: date(nextUpdate),
    serialNumbers: entries.map((entry) => util.bytesToHex(parts(entry)[0]?.value as string).toUpperCase()),
  };
}

test('a list names what was revoked and nothing else, and the authority has signed it', async (context) => {
  const authority = await openIn(temporaryDirectory(context));
  const { certificate } = await authority.issue('web', ['web']);
  const other = authority.issueAnew('web', ['web']);
  assert.deepEqual(read(authority.revocationList, authority).serialNumbers, []);
  const list = read(authority.revoke([certificate]), authority);
  assert.deepEqual(list.serialNumbers, [new X509Certificate(certificate).serialNumber]);
  assert.ok(!list.serialNumbers.includes(new X509Certificate(other.certificate).serialNumber));
  assert.ok(list.from < NOW && list.until.getTime() - NOW.getTime() > 365 * DAY_MS);
  const elsewhere = await openIn(temporaryDirectory(context));
  assert.throws(() => read(authority.revocationList, elsewhere), /signature/);
});

test('a revocation is kept only when told, stays, and is not counted twice', async (context) => {
  const directory = temporaryDirectory(context);
  const authority = await openIn(directory);
  const { certificate } = await authority.issue('web', ['web']);
  const revoked = authority.revoke([certificate]);
  assert.equal((await openIn(directory, 1)).revocationList, authority.revocationList);
  await authority.keepRevoked([certificate]);
  const later = await openIn(directory, 1);
  assert.equal(later.revocationList, revoked, 'the same revocations make the same list');
  assert.equal(later.revoke([certificate]), revoked);
  const { certificate: second } = later.issueAnew('web', ['web']);
  assert.equal(read(later.revoke([second]), later).serialNumbers.length, 2);
});

test('a list whose end is near is made again, with what is on it', async (context) => {
  const directory = temporaryDirectory(context);
  const authority = await openIn(directory);
  const { certificate } = await authority.issue('web', ['web']);
  await authority.keepRevoked([certificate]);
  const list = read((await openIn(directory, 380)).revocationList, authority);
  assert.deepEqual(list.serialNumbers, [new X509Certificate(certificate).serialNumber]);
  assert.ok(list.until.getTime() - NOW.getTime() > 760 * DAY_MS);
});

test('what was written by hand and is not as it should be is refused', async (context) => {
  const directory = temporaryDirectory(context);
  await openIn(directory);
  const file = join(directory, 'ca.revoked.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('[]', '[{ "serialNumber": "web" }]'));
  await assert.rejects(openIn(directory), /serialNumber/);
});
