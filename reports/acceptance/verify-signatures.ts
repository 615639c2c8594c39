import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn } from './pack-files';
import { SIGNATURES_FOLDER } from './pack-manifest';
import { isAllowed, isSignatureOf, namespaceOf } from './ssh-keygen';
import { parseSshSignature } from './ssh-signature';

/** A signature that holds. */
export interface VerifiedSignature {
  readonly role: string;
  readonly signer: string;
  /** `SHA256:…` */
  readonly fingerprint: string;
}

/** A role, and a name as `allowed_signers` has it: what a path is made of. */
export const isRole = (text: string): boolean => /^[a-z][a-z-]{0,39}$/.test(text);
export const isSigner = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._+@-]{0,99}$/.test(text);

export const signatureFile = (role: string, signer: string): string =>
  `${SIGNATURES_FOLDER}/${role}/${signer}.sig`;

/** All signatures of a pack: those that hold, and what is wrong with the others. */
export async function verifySignatures(
  pack: string,
  manifestText: string,
  allowedSigners: string,
): Promise<{ readonly signatures: readonly VerifiedSignature[]; readonly problems: readonly string[] }> {
  const folder = join(pack, SIGNATURES_FOLDER);
  const paths = existsSync(folder) ? filesIn(pack, SIGNATURES_FOLDER).files : [];
  const problems = [...problemsOfAllowed(allowedSigners)];
  const signatures: VerifiedSignature[] = [];
  for (const path of paths) {
    const found = await verifySignature(pack, path, manifestText, allowedSigners);
    if (typeof found === 'string') problems.push(`${path} ${found}`);
    else signatures.push(found);
  }
  return { signatures, problems };
}

/** Or what is wrong with it, after its path. */
async function verifySignature(
  pack: string,
  path: string,
  manifestText: string,
  allowedSigners: string,
): Promise<VerifiedSignature | string> {
  const [, role = '', signer = ''] = /^signatures\/([^/]+)\/([^/]+)\.sig$/.exec(path) ?? [];
  if (!isRole(role) || !isSigner(signer))
    return `is no signature; expected ${signatureFile('<role>', '<signer>')}`;
  const file = join(pack, path);
  const parsed = parseSshSignature(readFileSync(file, 'latin1'));
  if (parsed === undefined) return 'is damaged: it is not as ssh-keygen wrote it';
  const { namespace, fingerprint } = parsed;
  if (namespace !== namespaceOf(role)) return `was made for "${namespace}", and not for the role ${role}`;
  if (!(await isSignatureOf(manifestText, file, role))) return 'is not a signature of this manifest';
  if (!existsSync(allowedSigners) || !(await isAllowed(manifestText, { file, signer, role }, allowedSigners)))
    return `is by the key ${fingerprint}, which nobody allows ${signer} to sign with as ${role}`;
  return { role, signer, fingerprint };
}

/** A line that names no role would let its key sign as every role. */
function problemsOfAllowed(file: string): readonly string[] {
  if (!existsSync(file)) return [`there is no ${file}: nobody is allowed to sign`];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      /^\s*(#|$)/.test(line) || /\snamespaces="[^"]+"|,namespaces="[^"]+"/i.test(line)
        ? []
        : [
            `${file}:${String(index + 1)}: the key is allowed for every role; expected namespaces="${namespaceOf('<role>')}" before its type`,
          ],
    );
}

/** Which roles have not signed, and who has signed as two: each is to be another pair of eyes. */
export function rolesThatSigned(
  signatures: readonly VerifiedSignature[],
  roles: readonly string[],
): readonly string[] {
  const missing = roles.filter((role) => !signatures.some((each) => each.role === role));
  const twice = signatures.flatMap((one, index) =>
    signatures
      .slice(index + 1)
      .filter(
        (other) =>
          other.role !== one.role && (other.fingerprint === one.fingerprint || other.signer === one.signer),
      )
      .map(
        (other) =>
          `${one.signer} as ${one.role} and ${other.signer} as ${other.role} are the same person or key; expected two`,
      ),
  );
  return [...missing.map((role) => `nobody who may has signed as ${role}`), ...twice];
}
