import { createHash } from 'node:crypto';
import type { JournalRecord } from './journal-record';

/** A record as it lies in the file. */
export interface JournalEntry {
  /** Counts from 0. */
  readonly sequence: number;
  /** ISO 8601. */
  readonly at: string;
  readonly record: JournalRecord;
}

/** The checksum before the first line. */
export const CHAIN_START = '0'.repeat(32);

/**
 * One line, with a checksum over itself and the line before: a changed bit, a line that is missing, one that was put
 * in and one in another place all break the chain.
 */
export function encodeLine(
  entry: JournalEntry,
  before: string,
): { readonly line: string; readonly sum: string } {
  const text = JSON.stringify(entry);
  const sum = checksum(before, text);
  return { line: `${sum} ${text}\n`, sum };
}

/** What a line holds, or why it cannot be trusted. */
export function decodeLine(
  line: string,
  before: string,
  sequence: number,
): { readonly entry: JournalEntry; readonly sum: string } | { readonly wrong: string } {
  const sum = line.slice(0, 32);
  const text = line.slice(33);
  if (line[32] !== ' ' || !/^[0-9a-f]{32}$/.test(sum)) return { wrong: 'it does not begin with a checksum' };
  if (checksum(before, text) !== sum) return { wrong: 'its checksum does not fit it and the line before' };
  try {
    const entry = JSON.parse(text) as JournalEntry;
    if (entry.sequence !== sequence) return { wrong: `it is number ${String(entry.sequence)}` };
    return { entry, sum };
  } catch {
    return { wrong: 'it is not JSON' };
  }
}

const checksum = (before: string, text: string): string =>
  createHash('sha256').update(before).update(' ').update(text).digest('hex').slice(0, 32);
