import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readRunRecord } from '../../../reports/read-run-record';
import type { RunRecord } from '../../../reports/run-record';
import type { VerdictResult } from '../../drill/verdict';

/** Of the newest runs so many are looked through for each scenario's last verdict. */
const LOOKED_THROUGH = 30;

/** Finished runs by their names, newest first: a name begins with when the run began. */
export function finishedRuns(reportsFolder: string): readonly string[] {
  if (!existsSync(reportsFolder)) return [];
  return readdirSync(reportsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d{8}T\d{6}Z-/.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => existsSync(join(reportsFolder, name, 'run.json')))
    .sort()
    .reverse();
}

/** Whether a run was on this environment, or on it and copies of it side by side. */
export const isRunOn = (environment: string, record: RunRecord | undefined): boolean =>
  record?.environment.split(', ')[0] === environment;

/** The newest finished run of an environment, if any. */
export const newestRun = (reportsFolder: string, environment: string): string | undefined =>
  finishedRuns(reportsFolder).find((run) => isRunOn(environment, readableRecord(join(reportsFolder, run))));

/** What the newest run that had a scenario made of it. */
export function lastVerdicts(reportsFolder: string, environment: string): ReadonlyMap<string, VerdictResult> {
  const last = new Map<string, VerdictResult>();
  for (const run of finishedRuns(reportsFolder).slice(0, LOOKED_THROUGH)) {
    const record = readableRecord(join(reportsFolder, run));
    if (record === undefined || !isRunOn(environment, record)) continue;
    for (const { drill, result } of record.drills) if (!last.has(drill)) last.set(drill, result);
  }
  return last;
}

/** Whether the folder still holds a run that can be published. */
export const isFinishedRun = (folder: string): boolean => readableRecord(folder) !== undefined;

/** A record that cannot be read is of an older version, or damaged: for a look over many it does not count. */
function readableRecord(folder: string): RunRecord | undefined {
  try {
    return readRunRecord(folder);
  } catch {
    return undefined;
  }
}
