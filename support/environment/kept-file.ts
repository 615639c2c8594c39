import { link, open, readFile, unlink } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';

/**
 * Reads `path`, or writes there what `make` gives when there is no such file, and returns what the file holds. Of
 * several callers at once one writes and all get its text; the file is never seen half written.
 */
export async function keep(path: string, make: () => string, mode: number): Promise<string> {
  const kept = await readIfThere(path);
  if (kept !== undefined) return kept;
  const temporary = `${path}.${randomUUID()}`;
  const file = await open(temporary, 'wx', mode);
  try {
    await file.writeFile(make());
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    // Unlike rename, link does not replace what another caller has put there meanwhile.
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(temporary);
  }
  return readFile(path, 'utf8');
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
