import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '../../drill/journal/read-journal';
import { journalFile } from '../../recovery/run/journal-file';
import { runState, type RunState } from '../../recovery/run/run-state';

export interface OpenRun {
  readonly run: string;
  readonly folder: string;
  readonly state: RunState;
}

/**
 * Runs of an environment that nobody has ended, by their journals. One whose journal does not even tell which
 * environment it was for is taken for each.
 */
export function openRuns(reportsFolder: string, environment: string): readonly OpenRun[] {
  if (!existsSync(reportsFolder)) return [];
  return readdirSync(reportsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ run: name, folder: join(reportsFolder, name) }))
    .filter(({ folder }) => existsSync(journalFile(folder)))
    .map(({ run, folder }) => ({ run, folder, state: runState(readJournal(journalFile(folder))) }))
    .filter(({ state }) => !state.closed && (state.opened?.environment ?? environment) === environment);
}
