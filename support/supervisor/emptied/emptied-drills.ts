import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceFiles, loadEvidence } from '../../drill/evidence-folder';
import type { Judgement } from '../../drill/evidence';
import { endOfEmptied, type EmptiedEnd } from './end-of-emptied';
import type { PlanTimes } from './plan-times';

/** A drill that was run without its plan, and how it ended. */
export interface EmptiedDrill {
  readonly drill: string;
  readonly end: EmptiedEnd;
}

/**
 * By the evidence of all runs in the folder, the last of each drill; in the order of their names. With `plans`, one that is not
 * among them is unclear: nobody knows how long it had to wait.
 */
export function emptiedDrills(folder: string, plans?: PlanTimes): readonly EmptiedDrill[] {
  const last = new Map<string, EmptiedDrill>();
  for (const run of foldersIn(folder)) {
    for (const drill of foldersIn(join(folder, run))) {
      const path = join(folder, run, drill);
      const file = join(path, evidenceFiles.judgement);
      if (!existsSync(file)) continue;
      const judgement = JSON.parse(readFileSync(file, 'utf8')) as Judgement;
      const end =
        plans !== undefined && !plans.has(drill)
          ? ({ result: 'unclear', reason: 'The run to compare with did not meet it.' } as const)
          : endOfEmptied(judgement, loadEvidence(path), plans?.get(drill));
      last.set(drill, { drill, end });
    }
  }
  return [...last.values()].sort((one, other) => one.drill.localeCompare(other.drill));
}

const foldersIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort()
    : [];
