import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runRecord, type RunRecord } from './run-record';

/** The record of a finished run; throws where the folder has none. */
export function readRunRecord(folder: string): RunRecord {
  const file = join(folder, 'run.json');
  if (!existsSync(file)) throw new Error(`${file} does not exist; expected a finished run`);
  const read = runRecord.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new Error(`${file} is no record of a run: ${z.prettifyError(read.error)}`);
  return read.data;
}
