import { createPrivateKey, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import { md, pki } from 'node-forge';
import { learnSecrets } from '../drill/redaction/known-secrets';
import {
  LIST_DAYS,
  revocationList,
  revocations,
  withRevoked,
  type Revocations,
} from './certificate-revocation-list';
import { keep } from './kept-file';
import { keyName } from './kept-secrets';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const AUTHORITY_DAYS = 3650;
const SERVER_DAYS = 397;
/** A certificate or a revocation list that ends sooner is made again. */
const RENEWAL_DAYS = 30;

/** A private key (PKCS #1) and its certificate, both PEM. */
export interface Credential {
  readonly key: string;
  readonly certificate: string;
}

/** An environment's own certificate authority, kept as `ca.key` and `ca.pem`; what it has revoked, as `ca.revoked.json`. */
export interface CertificateAuthority {
  /** PEM; what clients trust. */
  readonly certificate: string;
  /**
   * The server credential kept as `<name>.key` and `<name>.pem`: made at the first call, and again when the names
   * have changed, it ends soon, or it is another authority's.
   * @param names DNS names and IPv4 addresses; the first is the subject's common name
   */
  issue(name: string, names: readonly [string, ...string[]]): Promise<Credential>;
  /** A new key and its certificate, whatever is kept, and kept nowhere. */
  issueAnew(name: string, names: readonly [string, ...string[]]): Credential;
  /** What `issue` would have made for the same key so long ago that it ended an hour ago (PEM); kept nowhere. */
  issueEnded(key: string, names: readonly [string, ...string[]]): string;
  /** Keeps a credential in the place of the one that is. */
  keep(name: string, credential: Credential): Promise<void>;
  /** Its certificate revocation list (PEM); not secret. */
  readonly revocationList: string;
  /** The list with these certificates (PEM) on it as well; kept nowhere. */
  revoke(certificates: readonly string[]): string;
  /** Keeps that these certificates are revoked. */
  keepRevoked(certificates: readonly string[]): Promise<void>;
}

/** Opens the authority kept in `directory` (0700, its files 0600), or makes it. */
export async function openCertificateAuthority(
  directory: string,
  environmentName: string,
  now: Date = new Date(),
): Promise<CertificateAuthority> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const keyText = await keep(join(directory, 'ca.key'), makeKey, 0o600);
  const make = (): string => selfSigned(pki.privateKeyFromPem(keyText), environmentName, now);
  const certificate = await keep(join(directory, 'ca.pem'), make, 0o600);
  learnSecrets([{ name: keyName(directory, 'ca.key'), value: keyText, published: [certificate] }]);
  const authority = { key: keyText, certificate };
  const revokedFile = join(directory, 'ca.revoked.json');
  const revoked = await keptRevocations(revokedFile, now);
  return {
    certificate,
    revocationList: revocationList(authority, revoked),
    revoke: (certificates) => revocationList(authority, withRevoked(revoked, certificates, now)),
    keepRevoked: (certificates) => writeRevocations(revokedFile, withRevoked(revoked, certificates, now)),
    issue: async (name, names) => {
      const keyFile = join(directory, `${name}.key`);
      const certificateFile = join(directory, `${name}.pem`);
      const serverKey = await keep(keyFile, makeKey, 0o600);
      const kept = await readFile(certificateFile, 'utf8').catch(() => undefined);
      const stays = kept !== undefined && serves(kept, certificate, serverKey, names, now);
      const served = stays ? kept : serverCertificate(keyText, certificate, serverKey, names, now);
      learnSecrets([{ name: keyName(directory, `${name}.key`), value: serverKey, published: [served] }]);
      if (!stays) {
        await writeFile(certificateFile, served, { mode: 0o600 });
        await chmod(certificateFile, 0o600);
      }
      return { key: serverKey, certificate: served };
    },
    issueAnew: (name, names) => {
      const key = makeKey();
      const served = serverCertificate(keyText, certificate, key, names, now);
      learnSecrets([{ name: keyName(directory, `${name}.key`), value: key, published: [served] }]);
      return { key, certificate: served };
    },
    issueEnded: (key, names) => {
      const then = new Date(now.getTime() - SERVER_DAYS * DAY_MS - HOUR_MS);
      return serverCertificate(keyText, certificate, key, names, then);
    },
    keep: async (name, credential) => {
      // The certificate last: one that does not fit its key is made again at the next opening.
      await writeFile(join(directory, `${name}.key`), credential.key, { mode: 0o600, flush: true });
      await writeFile(join(directory, `${name}.pem`), credential.certificate, { mode: 0o600, flush: true });
    },
  };
}

async function keptRevocations(path: string, now: Date): Promise<Revocations> {
  const none: Revocations = { renewedAt: now.toISOString(), revoked: [] };
  const kept = revocations.parse(JSON.parse(await keep(path, () => JSON.stringify(none), 0o600)));
  const ends = Date.parse(kept.renewedAt) + LIST_DAYS * DAY_MS;
  if (ends - now.getTime() > RENEWAL_DAYS * DAY_MS) return kept;
  const renewed = { ...kept, renewedAt: now.toISOString() };
  await writeRevocations(path, renewed);
  return renewed;
}

async function writeRevocations(path: string, kept: Revocations): Promise<void> {
  const temporary = `${path}.new`;
  await writeFile(temporary, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(temporary, path);
}

/** RSA, since the certificate library signs nothing else; `node:crypto` makes it a hundred times faster. */
function makeKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  return privateKey;
}

function selfSigned(key: pki.rsa.PrivateKey, environmentName: string, now: Date): string {
  const certificate = blank(now, AUTHORITY_DAYS);
  certificate.publicKey = pki.setRsaPublicKey(key.n, key.e);
  const name = [
    { name: 'organizationName', value: 'Firedrill' },
    { name: 'commonName', value: `Firedrill ${environmentName} ${randomBytes(4).toString('hex')}` },
  ];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  return signed(certificate, key);
}

function serverCertificate(
  authorityKey: string,
  authorityCertificate: string,
  serverKey: string,
  names: readonly [string, ...string[]],
  now: Date,
): string {
  const key = pki.privateKeyFromPem(serverKey);
  const authority = pki.certificateFromPem(authorityCertificate);
  const certificate = blank(now, SERVER_DAYS);
  certificate.publicKey = pki.setRsaPublicKey(key.n, key.e);
  certificate.setSubject([{ name: 'commonName', value: names[0] }]);
  certificate.setIssuer(authority.subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: authority.generateSubjectKeyIdentifier().getBytes() },
    { name: 'subjectAltName', altNames: names.map(alternativeName) },
  ]);
  return signed(certificate, pki.privateKeyFromPem(authorityKey));
}

function blank(now: Date, days: number): pki.Certificate {
  const certificate = pki.createCertificate();
  // Positive, as X.509 wants serial numbers.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  // A host's clock may be behind.
  certificate.validity.notBefore = new Date(now.getTime() - DAY_MS);
  certificate.validity.notAfter = new Date(now.getTime() + days * DAY_MS);
  return certificate;
}

function signed(certificate: pki.Certificate, key: pki.rsa.PrivateKey): string {
  certificate.sign(key, md.sha256.create());
  return pki.certificateToPem(certificate).replaceAll('\r\n', '\n');
}

function alternativeName(name: string): { type: number; value?: string; ip?: string } {
  return isIPv4(name) ? { type: 7, ip: name } : { type: 2, value: name };
}

/** Whether a kept certificate is still the one that `issue` would make. */
function serves(
  kept: string,
  authority: string,
  serverKey: string,
  names: readonly string[],
  now: Date,
): boolean {
  const [certificate, issuer] = [new X509Certificate(kept), new X509Certificate(authority)];
  const held = names.map((name) => `${isIPv4(name) ? 'IP Address' : 'DNS'}:${name}`).join(', ');
  return (
    certificate.subjectAltName === held &&
    Date.parse(certificate.validTo) - now.getTime() > RENEWAL_DAYS * DAY_MS &&
    certificate.checkPrivateKey(createPrivateKey(serverKey)) &&
    certificate.checkIssued(issuer) &&
    certificate.verify(issuer.publicKey)
  );
}
