import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceFiles } from '../../drill/evidence-folder';
import { journalFile } from '../../recovery/run/journal-file';

/**
 * Brings the evidence of runs that went on side by side, and what cucumber said of them, into one folder, from which their
 * joint report is made. The runs keep theirs.
 */
export function joinLanes(folder: string, lanes: readonly string[]): void {
  mkdirSync(join(folder, 'allure-results'), { recursive: true, mode: 0o700 });
  lanes.forEach((lane, index) => {
    const suffix = index === 0 ? '' : `-${String(index + 1)}`;
    for (const entry of readdirSync(lane, { withFileTypes: true })) {
      const from = join(lane, entry.name);
      if (entry.isDirectory() && existsSync(join(from, evidenceFiles.manifest)))
        cpSync(from, join(folder, entry.name), { recursive: true });
    }
    copy(join(lane, 'allure-results'), join(folder, 'allure-results'));
    for (const [name, ending] of [
      ['messages', 'ndjson'],
      ['junit', 'xml'],
    ] as const)
      copy(join(lane, `${name}.${ending}`), join(folder, `${name}${suffix}.${ending}`));
    // Not by its own name: nobody is to take the joint folder for a run that can be taken up again.
    copy(journalFile(lane), join(folder, `lane${String(index + 1)}.journal`));
  });
}

/** What a lane did not come to write is not there. */
function copy(from: string, to: string): void {
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}
