import { dirname } from 'node:path';
import { writeReports, type WrittenReports } from '../../../reports/write-reports';
import type { JournalRecord } from '../../drill/journal/journal-record';
import { readJournal } from '../../drill/journal/read-journal';
import { journalFile } from '../../recovery/run/journal-file';
import { nightNotes } from '../nightly/night-notes';

type Opened = Extract<JournalRecord, { type: 'run-opened' }>;

/** Makes a run's reports from its evidence; when it was is told by its journal. */
export function writeRunReports(
  folder: string,
  { run, environment, seed }: Opened,
  notes: readonly string[],
): Promise<WrittenReports> {
  const { entries } = readJournal(journalFile(folder));
  const now = new Date().toISOString();
  const facts = {
    run,
    environment,
    seed,
    startedAt: entries[0]?.at ?? now,
    endedAt: entries.at(-1)?.at ?? now,
    notes: [...nightNotes(folder), ...notes],
  };
  return writeReports(folder, facts, dirname(folder));
}
