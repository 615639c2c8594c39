import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/**
 * What a role's signature is made for. The role is in what is signed, so a signature for one is none for another, and an
 * `allowed_signers` file says by `namespaces="…"` who may sign as what.
 */
export const namespaceOf = (role: string): string => `firedrill/acceptance/${role}`;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  /** Its last line, which says what is wrong. */
  readonly complaint: string;
}

/** Runs `ssh-keygen -Y …` with a text on its standard input. A passphrase is asked for at the terminal. */
async function sshKeygen(parameters: readonly string[], input: string): Promise<Ended> {
  const child = spawn('ssh-keygen', ['-Y', ...parameters], { stdio: ['pipe', 'pipe', 'pipe'] });
  // It may end before it has read all.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause) =>
      reject(new Error('ssh-keygen cannot be run; install the OpenSSH client', { cause })),
    );
    child.on('close', resolve);
  });
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, complaint: stderr.trim().split('\n').at(-1) ?? '' };
}

/** A signature by a private key, or by a public one whose private half an agent has. Throws what ssh-keygen says. */
export async function signText(content: string, key: string, role: string): Promise<string> {
  const { code, stdout, complaint } = await sshKeygen(['sign', '-f', key, '-n', namespaceOf(role)], content);
  if (code !== 0) throw new Error(`ssh-keygen could not sign with ${key}: ${complaint}`);
  return stdout;
}

/** Whether a file's signature is one of this text, by whatever key. */
export async function isSignatureOf(content: string, signatureFile: string, role: string): Promise<boolean> {
  const { code } = await sshKeygen(
    ['check-novalidate', '-n', namespaceOf(role), '-s', signatureFile],
    content,
  );
  return code === 0;
}

/** Whether a file's signature is one of this text by a key that `allowed_signers` names for the signer in the role. */
export async function isAllowed(
  content: string,
  signature: { readonly file: string; readonly signer: string; readonly role: string },
  allowedSigners: string,
): Promise<boolean> {
  const { file, signer, role } = signature;
  const { code } = await sshKeygen(
    ['verify', '-f', allowedSigners, '-I', signer, '-n', namespaceOf(role), '-s', file],
    content,
  );
  return code === 0;
}
