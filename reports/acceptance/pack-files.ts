import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PackedFile } from './pack-manifest';

export interface FoundInPack {
  /** Relative to the pack, with `/`; sorted. */
  readonly files: readonly string[];
  /** Neither a file nor a folder: a symbolic link, say, which may lead anywhere. */
  readonly others: readonly string[];
}

/** All that lies below a folder of the pack, whatever its name. */
export function filesIn(pack: string, folder = ''): FoundInPack {
  const files: string[] = [];
  const others: string[] = [];
  for (const entry of readdirSync(join(pack, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      const below = filesIn(pack, path);
      files.push(...below.files);
      others.push(...below.others);
    } else if (entry.isFile()) files.push(path);
    else others.push(path);
  }
  return { files: files.sort(), others: others.sort() };
}

/** Size and hash of a file, read as a stream: evidence may be large. */
export async function packedFile(pack: string, path: string): Promise<PackedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(createReadStream(join(pack, path)), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  });
  return { path, bytes, sha256: hash.digest('hex') };
}
