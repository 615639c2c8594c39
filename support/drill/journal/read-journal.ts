import { readFileSync } from 'node:fs';
import { CHAIN_START, decodeLine, type JournalEntry } from './journal-line';

/** Where a journal stops being trustworthy. */
export interface JournalDamage {
  /** From 1. */
  readonly line: number;
  readonly why: string;
}

export interface ReadJournal {
  /** All that can be trusted: the records up to the first that is damaged. */
  readonly entries: readonly JournalEntry[];
  /** The checksum of the last of them. */
  readonly sum: string;
  /** Bytes of the file that the entries take. */
  readonly length: number;
  /** A last line without its end, as a kill in the middle of writing leaves it: what it would have told was not begun. */
  readonly torn: boolean;
  /** Anything else that is wrong: what came after it is not known, so everything may have been done. */
  readonly damage?: JournalDamage;
}

/** Reads a journal, whatever state it is in; a file that is not there is an empty one. Never throws for its content. */
export function readJournal(file: string): ReadJournal {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    bytes = Buffer.alloc(0);
  }
  return parseJournal(bytes);
}

export function parseJournal(bytes: Buffer): ReadJournal {
  const entries: JournalEntry[] = [];
  let sum = CHAIN_START;
  let position = 0;
  while (position < bytes.length) {
    const end = bytes.indexOf(0x0a, position);
    // A line of zeros or without its end: what was appended had not wholly reached the disk.
    const torn = end === -1;
    const line = bytes.toString('utf8', position, torn ? bytes.length : end);
    const decoded = torn ? { wrong: 'it has no end' } : decodeLine(line, sum, entries.length);
    if ('wrong' in decoded) {
      return {
        entries,
        sum,
        length: position,
        torn,
        ...(torn ? {} : { damage: { line: entries.length + 1, why: decoded.wrong } }),
      };
    }
    entries.push(decoded.entry);
    sum = decoded.sum;
    position = end + 1;
  }
  return { entries, sum, length: position, torn: false };
}
