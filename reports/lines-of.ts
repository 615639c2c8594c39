import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const CHUNK_BYTES = 1 << 20;

export interface Line {
  readonly text: string;
  /** Counted from 1. */
  readonly number: number;
  /** Whether a newline ends it; the last line of a file that a kill has left has none. */
  readonly ended: boolean;
}

/** A text file's lines one by one, however long the file is; none where there is no such file. */
export function* linesOf(path: string): Generator<Line, void> {
  const file = opened(path);
  if (file === undefined) return;
  try {
    const decoder = new StringDecoder('utf8');
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let number = 1;
    let rest = '';
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      const lines = (rest + decoder.write(chunk.subarray(0, read))).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) yield { text, number: number++, ended: true };
    }
    rest += decoder.end();
    if (rest !== '') yield { text: rest, number, ended: false };
  } finally {
    closeSync(file);
  }
}

function opened(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
