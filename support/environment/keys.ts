import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { learnSecrets } from '../drill/redaction/known-secrets';
import { keep } from './kept-file';
import { keyName } from './kept-secrets';

/** An ed25519 key pair as OpenSSH writes it. */
export interface SshKeyPair {
  /** `-----BEGIN OPENSSH PRIVATE KEY-----…`, unencrypted. */
  readonly privateKey: string;
  /** `ssh-ed25519 AAAA… comment`, without a line end. */
  readonly publicKey: string;
}

/**
 * The key pair kept as `<directory>/<name>` and `<name>.pub`, made at the first call. The directory is 0700, both
 * files 0600.
 */
export async function sshKeyPair(directory: string, name: string): Promise<SshKeyPair> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const privateKey = await keep(join(directory, name), () => makeSshKeyPair(name).privateKey, 0o600);
  // The public half is in the private file: deriving it keeps both of one pair whatever was interrupted.
  const publicKey = publicKeyOf(privateKey, name);
  learnSecrets([{ name: keyName(directory, name), value: privateKey, published: [publicKey] }]);
  await keep(join(directory, `${name}.pub`), () => `${publicKey}\n`, 0o600);
  return { privateKey, publicKey };
}

/** The pair kept as `<directory>/<from>` is kept as `<directory>/<to>` from here on, whatever was there. */
export async function promoteSshKeyPair(directory: string, from: string, to: string): Promise<SshKeyPair> {
  // The public half follows from the private one, which goes over in one step: cut short, it is one pair or the other.
  await rm(join(directory, `${to}.pub`), { force: true });
  await rename(join(directory, from), join(directory, to));
  await rm(join(directory, `${from}.pub`), { force: true });
  return sshKeyPair(directory, to);
}

/** A new pair. Encoded by hand from `node:crypto`'s key, in the format of OpenSSH's PROTOCOL.key. */
export function makeSshKeyPair(comment: string): SshKeyPair {
  const { privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  const { seed, point } = rawHalves(privateKey);
  const publicBlob = Buffer.concat([string('ssh-ed25519'), string(point)]);
  const check = randomBytes(4);
  const secret = Buffer.concat([
    check,
    check,
    publicBlob,
    string(Buffer.concat([seed, point])),
    string(comment),
  ]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, (8 - (secret.length % 8)) % 8));
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    string('none'), // cipher
    string('none'), // key derivation
    string(''),
    uint32(1), // keys
    string(publicBlob),
    string(Buffer.concat([secret, padding])),
  ]);
  const lines = file.toString('base64').match(/.{1,70}/g) ?? [];
  return {
    privateKey: [
      '-----BEGIN OPENSSH PRIVATE KEY-----',
      ...lines,
      '-----END OPENSSH PRIVATE KEY-----',
      '',
    ].join('\n'),
    publicKey: `ssh-ed25519 ${publicBlob.toString('base64')} ${comment}`,
  };
}

/** The public line of an unencrypted OpenSSH ed25519 private key. */
export function publicKeyOf(privateKey: string, comment: string): string {
  const body = privateKey.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  const file = Buffer.from(body.join(''), 'base64');
  const header = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    string('none'),
    string('none'),
    string(''),
    uint32(1),
  ]);
  if (!file.subarray(0, header.length).equals(header)) {
    throw new Error(
      `the key ${comment} is not an unencrypted OpenSSH private key; remove it to have it made again`,
    );
  }
  const length = file.readUInt32BE(header.length);
  const blob = file.subarray(header.length + 4, header.length + 4 + length);
  return `ssh-ed25519 ${blob.toString('base64')} ${comment}`;
}

function rawHalves(pkcs8: Buffer): { seed: Buffer; point: Buffer } {
  const { d, x } = createPrivateKey({ key: pkcs8, type: 'pkcs8', format: 'der' }).export({ format: 'jwk' });
  if (d === undefined || x === undefined)
    throw new Error('node:crypto gave an ed25519 key without its halves');
  return { seed: Buffer.from(d, 'base64url'), point: Buffer.from(x, 'base64url') };
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

function string(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([uint32(bytes.length), bytes]);
}
