import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { signText } from './ssh-keygen';
import { parseSshSignature } from './ssh-signature';
import { verifyContents } from './verify-pack';
import { isRole, isSigner, signatureFile } from './verify-signatures';

export interface Signing {
  /** A private key's file, or a public one's whose private half an agent has. */
  readonly key: string;
  /** As `allowed_signers` names the signer. */
  readonly signer: string;
  readonly role: string;
}

/**
 * Signs the manifest of a pack, and with it every file. Throws where the pack is not whole or refuses the migration: then there
 * is nothing to sign. @returns the signature's file
 */
export async function signPack(pack: string, { key, signer, role }: Signing): Promise<string> {
  if (!isSigner(signer))
    throw new Error(`"${signer}" is no signer's name; expected one such as anna@example.org`);
  const { problems, decision, text } = await verifyContents(pack);
  if (problems.length > 0 || decision === undefined)
    throw new Error(`${pack} does not hold, and is not signed:\n${problems.join('\n')}`);
  if (!decision.accepted)
    throw new Error(`${pack} does not accept ${decision.for}; there is nothing to sign`);
  if (!isRole(role) || !decision.roles.includes(role))
    throw new Error(`"${role}" does not sign; expected one of ${decision.roles.join(', ')}`);
  const file = join(pack, signatureFile(role, signer));
  if (existsSync(file)) throw new Error(`${signer} has signed as ${role} already: ${file}`);
  const signature = await signText(text, key, role);
  if (parseSshSignature(signature) === undefined)
    throw new Error('ssh-keygen wrote no signature that can be read again');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, signature, { mode: 0o600, flag: 'wx' });
  return file;
}
