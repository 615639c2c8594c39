import { createHash } from 'node:crypto';

/**
 * The envelope of `ssh-keygen -Y sign`, read so that it can be said what is wrong with one. Whether it is good is for
 * `ssh-keygen -Y verify`. Source: OpenSSH's PROTOCOL.sshsig.
 */
export interface SshSignature {
  readonly namespace: string;
  /** `SHA256:…`, as ssh-keygen shows it. */
  readonly fingerprint: string;
}

const BEGIN = '-----BEGIN SSH SIGNATURE-----';
const END = '-----END SSH SIGNATURE-----';
/** Where ssh-keygen breaks lines. */
const LINE = 70;

/** Undefined for what is not, byte for byte, as ssh-keygen writes it: spaces that it would pass over count, too. */
export function parseSshSignature(text: string): SshSignature | undefined {
  const lines = text.split('\n');
  if (lines[0] !== BEGIN || lines.at(-1) !== '' || lines.at(-2) !== END) return undefined;
  const blob = Buffer.from(lines.slice(1, -2).join(''), 'base64');
  if (text !== armored(blob)) return undefined;
  let rest = blob.subarray(10);
  if (blob.toString('latin1', 0, 6) !== 'SSHSIG' || blob.length < 10 || blob.readUInt32BE(6) !== 1)
    return undefined;
  // Public key, namespace, reserved, hash algorithm, signature.
  const fields: Buffer[] = [];
  while (rest.length > 0) {
    if (rest.length < 4) return undefined;
    const length = rest.readUInt32BE(0);
    if (rest.length < 4 + length) return undefined;
    fields.push(rest.subarray(4, 4 + length));
    rest = rest.subarray(4 + length);
  }
  const [key, namespace, ...others] = fields;
  if (key === undefined || namespace === undefined || others.length !== 3) return undefined;
  const fingerprint = createHash('sha256').update(key).digest('base64').replace(/=+$/, '');
  return { namespace: namespace.toString('utf8'), fingerprint: `SHA256:${fingerprint}` };
}

function armored(blob: Buffer): string {
  const body = blob.toString('base64').match(new RegExp(`.{1,${String(LINE)}}`, 'g')) ?? [];
  return [BEGIN, ...body, END, ''].join('\n');
}
