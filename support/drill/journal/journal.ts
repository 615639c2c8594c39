import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { redacted } from '../redaction/known-secrets';
import { encodeLine } from './journal-line';
import { readJournal } from './read-journal';
import type { JournalRecord } from './journal-record';

/** Appends what is about to be done, and what became of it; each record is on disk when the call returns. */
export interface Journal {
  readonly file: string;
  /** Throws when the record cannot be written: then the act that it announces must not be begun. */
  append(record: JournalRecord): void;
  /** Gives back the room that was kept; nothing is appended any more. */
  close(): void;
}

/** Kept free beside the journal, so that what ends a run can be written down when the disk is full. */
const RESERVE_BYTES = 128 * 1024;

export interface JournalOptions {
  readonly now?: () => Date;
  /** Told of each record when it is on disk. */
  readonly onRecord?: (record: JournalRecord) => void;
}

/**
 * Opens a run's journal for its one writer, to go on after its last whole record. A torn last line is cut off; a
 * journal that is damaged otherwise is not written to any more, since nobody could tell what belongs to it.
 */
export function openJournal(
  file: string,
  { now = () => new Date(), onRecord }: JournalOptions = {},
): Journal {
  const present = readJournal(file);
  if (present.damage !== undefined) {
    const { line, why } = present.damage;
    throw new Error(`${file}:${String(line)} is damaged: ${why}; nothing is added to it`);
  }
  let { sum, length } = present;
  let sequence = present.entries.length;
  // What a kill, or a write that failed, left of a line: the chain would break at it.
  let left = present.torn;
  const reserve = `${file}.reserve`;
  keepReserve(reserve);

  const write = (text: string): void => {
    const descriptor = openSync(file, 'a', 0o600);
    try {
      if (left) ftruncateSync(descriptor, length);
      const { size } = fstatSync(descriptor);
      if (size !== length) throw new Error(`${file} was written by another process meanwhile`);
      left = true;
      writeSync(descriptor, text);
      fsyncSync(descriptor);
      left = false;
    } finally {
      closeSync(descriptor);
    }
  };
  return {
    file,
    append(record) {
      const { line, sum: next } = encodeLine(
        { sequence, at: now().toISOString(), record: redacted(record) },
        sum,
      );
      try {
        write(line);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        rmSync(reserve, { force: true });
        write(line);
      }
      length += Buffer.byteLength(line);
      sum = next;
      sequence += 1;
      onRecord?.(record);
    },
    close: () => rmSync(reserve, { force: true }),
  };
}

/** Real bytes, not a hole. Where there is no room for it, the journal does without. */
function keepReserve(file: string): void {
  try {
    writeFileSync(file, Buffer.alloc(RESERVE_BYTES, 0x20), { mode: 0o600, flag: 'wx', flush: true });
  } catch {
    // There already, or no room.
  }
}
