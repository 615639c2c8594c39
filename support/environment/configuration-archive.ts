import { roles } from './environment';
import type { Secrets } from './secrets';

const BLOCK = 512;

/**
 * The tar archive that `/opt/firedrill/bin/import-configuration <revision>` reads on the bastion: the rendered
 * configuration, each role's secrets, and the deploy keys with their forced commands. It holds secrets: hand it over
 * by standard input, never keep it.
 */
export function configurationArchive(files: ReadonlyMap<string, string>, secrets: Secrets): Buffer {
  const entries: Buffer[] = [];
  for (const [path, content] of files) {
    entries.push(entry(`configuration/${path}`, content, path === 'apply' ? 0o755 : 0o644));
  }
  for (const role of roles) {
    entries.push(entry(`secrets/${role}.json`, `${JSON.stringify(secrets.ofRole(role), null, 2)}\n`, 0o600));
  }
  const keys = roles
    // The bastion takes its own configuration locally.
    .filter((role) => role !== 'bastion')
    .map((role) => {
      const command = `/opt/firedrill/bin/configuration-shell ${role}`;
      return `restrict,command="${command}" ${secrets.deployKey(role).publicKey}\n`;
    });
  entries.push(entry('authorized_keys', keys.join(''), 0o644));
  return Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]);
}

/** One file in POSIX ustar format. */
function entry(path: string, content: string, mode: number): Buffer {
  const bytes = Buffer.from(content);
  const header = Buffer.alloc(BLOCK);
  const { name, prefix } = split(path);
  header.write(name, 0);
  header.write(octal(mode, 8), 100);
  header.write(octal(0, 8), 108); // owner
  header.write(octal(0, 8), 116); // group
  header.write(octal(bytes.length, 12), 124);
  header.write(octal(0, 12), 136); // modification time: none, so that equal configurations give equal archives
  header.write('        ', 148); // the checksum counts as spaces
  header.write('0', 156); // regular file
  header.write('ustar\u000000', 257);
  header.write(prefix, 345);
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  header.write(`${checksum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);
}

/** ustar keeps 100 bytes of name and, before a slash, 155 of prefix. */
function split(path: string): { name: string; prefix: string } {
  if (Buffer.byteLength(path) <= 100) return { name: path, prefix: '' };
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const name = path.slice(slash + 1);
    const prefix = path.slice(0, slash);
    if (Buffer.byteLength(name) <= 100 && Buffer.byteLength(prefix) <= 155) return { name, prefix };
  }
  throw new Error(`${path}: too long for a tar archive`);
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}
