import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '../../drill/journal/read-journal';
import { journalFile } from '../../recovery/run/journal-file';
import { runState } from '../../recovery/run/run-state';
import { foldersThatWait } from '../publication/waiting-runs';

const DAY = 24 * 60 * 60 * 1000;

/**
 * Folders of runs of the environment that ended in order and began more than so many days before `now`. A run that is open
 * may hold what somebody has to put back, and one whose journal is damaged tells nothing: both stay, and so do the newest and
 * one that waits to be published.
 */
export function expiredRuns(
  reportsFolder: string,
  environment: string,
  days: number,
  now: Date,
): readonly string[] {
  if (!existsSync(reportsFolder)) return [];
  const ended = readdirSync(reportsFolder)
    .sort()
    .map((run) => join(reportsFolder, run))
    .filter((folder) => existsSync(journalFile(folder)))
    .flatMap((folder) => {
      const journal = readJournal(journalFile(folder));
      const state = runState(journal);
      const begun = journal.entries[0]?.at;
      const whole = state.closed && state.damaged === undefined && begun !== undefined;
      return whole && state.opened?.environment === environment ? [{ folder, begun: Date.parse(begun) }] : [];
    });
  const waiting = foldersThatWait(reportsFolder);
  return ended
    .slice(0, -1)
    .filter(({ folder }) => !waiting.includes(folder))
    .filter(({ begun }) => now.getTime() - begun > days * DAY)
    .map(({ folder }) => folder);
}
