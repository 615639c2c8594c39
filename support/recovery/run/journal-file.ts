import { join } from 'node:path';

/** A run's journal, beside its drills' evidence. */
export const journalFile = (runFolder: string): string => join(runFolder, 'run.journal');
