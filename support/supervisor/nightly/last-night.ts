import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runRecord, type RunRecord } from '../../../reports/run-record';
import { readNightFile } from '../../recovery/run/night-file';
import type { LastNight } from './night-order';

/**
 * The newest night of the environment that has a report; empty where there was none. Runs are named by when they began.
 * A drill that the night did not come to counts as unknown. What cannot be read as a night is passed over.
 */
export function lastNight(reportsFolder: string, environment: string): LastNight {
  const runs = existsSync(reportsFolder) ? readdirSync(reportsFolder).sort().reverse() : [];
  for (const run of runs) {
    const set = readNightFile(join(reportsFolder, run));
    const came = runRecordIn(join(reportsFolder, run));
    if (set?.environment !== environment || came === undefined) continue;
    const results = new Map(came.drills.map(({ drill, result }) => [drill, result]));
    return new Map(set.order.map(({ id, digest }) => [id, { digest, result: results.get(id) ?? 'unknown' }]));
  }
  return new Map();
}

function runRecordIn(folder: string): RunRecord | undefined {
  const file = join(folder, 'run.json');
  if (!existsSync(file)) return undefined;
  try {
    return runRecord.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
