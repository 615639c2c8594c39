import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runRecord } from '../run-record';
import { parseRunIndex, runIndexFile, runIndexOf, writeRunIndex, type RunIndex } from './run-index';

export interface KeptRuns {
  /** The oldest first. */
  readonly runs: readonly RunIndex[];
  /** Folders whose `run.json` is none that this version reads. */
  readonly passedOver: readonly string[];
}

/**
 * The reported runs of an environment that are still kept, by their indexes. A run from before there were any gets its own
 * now. Storms are left out: where failures overlap, a time is not comparable.
 */
export function keptRuns(reportsFolder: string, environment: string): KeptRuns {
  const runs: RunIndex[] = [];
  const passedOver: string[] = [];
  const folders = existsSync(reportsFolder) ? readdirSync(reportsFolder, { withFileTypes: true }) : [];
  for (const { name } of folders.filter((entry) => entry.isDirectory())) {
    const folder = join(reportsFolder, name);
    const reported = changedAt(join(folder, 'run.json'));
    if (reported === undefined || existsSync(join(folder, 'storm.json'))) continue;
    const indexed = changedAt(runIndexFile(folder));
    const index =
      (indexed === undefined || indexed < reported
        ? undefined
        : parseRunIndex(readFileSync(runIndexFile(folder), 'utf8'))) ?? newIndex(folder);
    if (index === undefined) passedOver.push(name);
    else if (index.environment === environment) runs.push(index);
  }
  runs.sort((a, b) => a.startedAt.localeCompare(b.startedAt) || a.run.localeCompare(b.run));
  return { runs, passedOver };
}

/** Makes the index of a run that has none, or an old one. */
function newIndex(folder: string): RunIndex | undefined {
  const record = readRecord(join(folder, 'run.json'));
  if (record === undefined) return undefined;
  const index = runIndexOf(record);
  writeRunIndex(folder, index);
  return index;
}

function readRecord(file: string) {
  try {
    return runRecord.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const changedAt = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.mtimeMs;
