import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceFiles } from '../../drill/evidence-folder';
import { readJournal } from '../../drill/journal/read-journal';
import { journalFile } from '../../recovery/run/journal-file';
import { runState } from '../../recovery/run/run-state';

/**
 * Makes room for drills that are done again in a run that is taken up again: what they had written until they were cut
 * off is kept, in `cut/<drill>-<part>`.
 */
export function setAsideCutDrills(runFolder: string, part: number): void {
  const { judged } = runState(readJournal(journalFile(runFolder)));
  for (const { name } of readdirSync(runFolder, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    if (judged.has(name) || !existsSync(join(runFolder, name, evidenceFiles.manifest))) continue;
    mkdirSync(join(runFolder, 'cut'), { recursive: true, mode: 0o700 });
    renameSync(join(runFolder, name), join(runFolder, 'cut', `${name}-${String(part)}`));
  }
}
