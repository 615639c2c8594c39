import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { writeFileAtomically } from '../drill/atomic-file';

/** A folder of entries that wait for something, a file each: written before it is tried, taken away when it was done. */
export interface EntryFolder<Entry> {
  /** @param key what makes the entry this one: the same key is the same file */
  put(key: readonly string[], entry: Entry): void;
  remove(key: readonly string[]): void;
  /** Those that can be read, in no order: a file that cannot is none of ours. */
  all(): readonly Entry[];
}

export function entryFolder<Entry>(folder: string, shape: z.ZodType<Entry>): EntryFolder<Entry> {
  const fileOf = (key: readonly string[]): string =>
    join(folder, `${createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 16)}.json`);
  return {
    put(key, entry) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileAtomically(fileOf(key), `${JSON.stringify(entry, undefined, 2)}\n`);
    },
    remove: (key) => rmSync(fileOf(key), { force: true }),
    all: () =>
      names(folder).flatMap((name) => {
        try {
          return [shape.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))];
        } catch {
          return [];
        }
      }),
  };
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}
