import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';

export interface EncryptFilesTarget {
  readonly instance: string;
  /** The folder whose files are encrypted, at every depth, and how their names end. */
  readonly root: string;
  readonly suffix: string;
  readonly host: Shell;
  readonly environmentLease: LeasePart;
  /** `alfresco (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** What `openssl enc` begins its output with. */
const ENCRYPTED = 'Salted__';

/**
 * Encrypts every file of a folder in its place, with a key that nobody keeps, as ransomware does that keeps the names. The
 * program goes on and serves what is there. A snapshot from before brings the files back, or the golden one.
 */
export function encryptFiles(target: EncryptFilesTarget): Fault {
  const { instance, root, suffix, host, environmentLease, named } = target;
  const encrypt = (part: 'first' | 'rest'): string => `set -eu
key=$(head -c 32 /dev/urandom | base64 -w0)
export key
find ${quote(root)} -type f -name ${quote(`*${suffix}`)} | sort > /run/firedrill-encrypt
${part === 'first' ? 'head -n 1' : 'tail -n +2'} /run/firedrill-encrypt | while read -r file; do
  openssl enc -aes-256-cbc -pbkdf2 -iter 1 -pass env:key -in "$file" -out "$file.encrypted"
  chown --reference="$file" "$file.encrypted"
  chmod --reference="$file" "$file.encrypted"
  mv "$file.encrypted" "$file"
  echo "$file"
done
rm /run/firedrill-encrypt
sync -f ${quote(root)}`;
  let encrypted: readonly string[] = [];
  return {
    name: 'encrypt-files',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${root}`,
        change: `encrypt every file named *${suffix} in its place, with a key that nobody keeps`,
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: async (_, progress, signal) => {
      const run = async (part: 'first' | 'rest'): Promise<readonly string[]> => {
        const said = await asRoot(host, encrypt(part), { signal, timeout: seconds(120) });
        return said.split('\n').filter(Boolean);
      };
      encrypted = await run('first');
      await progress.halfway();
      encrypted = [...encrypted, ...(await run('rest'))];
    },

    prove: async (signal) => {
      if (encrypted.length === 0)
        return { result: 'skipped', observed: `no file below ${root} was encrypted` };
      const look = `while read -r file; do
  [ "$(head -c 8 "$file")" = ${ENCRYPTED} ] && echo yes
done | grep -c yes || true`;
      const input = `${encrypted.join('\n')}\n`;
      const count = Number(await asRoot(host, look, { signal, input, timeout: seconds(60) }));
      const observed = `${String(count)} of ${String(encrypted.length)} files below ${root} on ${instance} begin with ${ENCRYPTED} now`;
      return { result: count === encrypted.length ? 'installed' : 'indeterminate', observed };
    },
  };
}
