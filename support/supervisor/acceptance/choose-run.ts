import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runRecord, type RunRecord } from '../../../reports/run-record';

export interface FinishedRun {
  readonly folder: string;
  readonly record: RunRecord;
}

/** The finished runs of an environment, those on it and its copies side by side among them, the last to begin first. */
export function finishedRuns(reportsFolder: string, environment: string): readonly FinishedRun[] {
  if (!existsSync(reportsFolder)) return [];
  return readdirSync(reportsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/-lane\d+$/.test(entry.name))
    .flatMap(({ name }) => readRun(join(reportsFolder, name)) ?? [])
    .filter(
      ({ record }) => record.environment === environment || record.environment.startsWith(`${environment}, `),
    )
    .sort((one, other) => Date.parse(other.record.startedAt) - Date.parse(one.record.startedAt));
}

function readRun(folder: string): FinishedRun | undefined {
  const file = join(folder, 'run.json');
  if (!existsSync(file)) return undefined;
  // A report of before, or one that was cut off, is no run to accept.
  try {
    return { folder, record: runRecord.parse(JSON.parse(readFileSync(file, 'utf8'))) };
  } catch {
    return undefined;
  }
}

/**
 * The run to decide on: the last that has all of these drills, whatever they came to, and else the last. What later runs say of
 * single drills is looked at besides, so that a later failure is not passed over.
 */
export function chooseRun(
  runs: readonly FinishedRun[],
  drills: readonly string[],
): { readonly chosen: FinishedRun; readonly later: readonly FinishedRun[] } | undefined {
  const whole = runs.findIndex(({ record }) =>
    drills.every((drill) => record.drills.some((each) => each.drill === drill)),
  );
  const index = Math.max(whole, 0);
  const chosen = runs[index];
  return chosen === undefined ? undefined : { chosen, later: runs.slice(0, index) };
}
