const BLOCK = 512;

export interface TarEntry {
  /** Relative, with slashes. */
  readonly path: string;
  readonly content: Buffer;
  readonly mode: number;
}

/** Files as a POSIX ustar archive, owned by root and without times: equal files give equal archives. */
export function tarArchive(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(encode), Buffer.alloc(2 * BLOCK)]);
}

function encode({ path, content, mode }: TarEntry): Buffer[] {
  const header = Buffer.alloc(BLOCK);
  const { name, prefix } = split(path);
  header.write(name, 0);
  header.write(octal(mode, 8), 100);
  header.write(octal(0, 8), 108); // owner
  header.write(octal(0, 8), 116); // group
  header.write(octal(content.length, 12), 124);
  header.write(octal(0, 12), 136); // modification time
  header.write('        ', 148); // the checksum counts as spaces
  header.write('0', 156); // regular file
  header.write('ustar\u000000', 257);
  header.write(prefix, 345);
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  header.write(`${checksum.toString(8).padStart(6, '0')}\0 `, 148);
  return [header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
}

/** ustar keeps 100 bytes of name and, before a slash, 155 of prefix. */
function split(path: string): { readonly name: string; readonly prefix: string } {
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
