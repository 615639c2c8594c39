import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../../support/drill/atomic-file';
import { isBegun, recoveryErrorMs } from '../drill-figures';
import type { RunRecord } from '../run-record';

/** What a trend needs of a run, a hundredth of its `run.json`: a thousand runs are read in a moment. */
const runIndexSchema = z.object({
  version: z.literal(1),
  run: z.string(),
  environment: z.string(),
  startedAt: z.string(),
  drills: z.array(
    z.object({
      drill: z.string(),
      title: z.string(),
      result: z.enum(['met', 'missed', 'unknown']),
      reason: z.string().optional(),
      /** Injected to restored, and how far from it the true time may be. */
      recoveryMs: z.number().optional(),
      errorMs: z.number().optional(),
      /** The same means that nothing was changed which the drill rests on; absent where that is not known. */
      fingerprint: z.string().optional(),
    }),
  ),
});
export type RunIndex = z.infer<typeof runIndexSchema>;

export const runIndexFile = (runFolder: string): string => join(runFolder, 'run-index.json');

/** A reason is shown beside many others. */
const MOST_OF_A_REASON = 300;

const shortly = (reason: string): string =>
  reason.length <= MOST_OF_A_REASON ? reason : `${reason.slice(0, MOST_OF_A_REASON)}…`;

/** Without the drills that the run did not come to: they have no result. */
export function runIndexOf({ run, environment, startedAt, drills }: RunRecord): RunIndex {
  return {
    version: 1,
    run,
    environment,
    startedAt,
    drills: drills.filter(isBegun).map((record) => {
      const { drill, title, result, reason, recoveryMs, fingerprint } = record;
      const errorMs = recoveryErrorMs(record);
      return {
        drill,
        title,
        result,
        ...(reason === '' ? {} : { reason: shortly(reason) }),
        ...(recoveryMs === undefined ? {} : { recoveryMs }),
        ...(errorMs === undefined ? {} : { errorMs }),
        ...(fingerprint === undefined ? {} : { fingerprint }),
      };
    }),
  };
}

export function writeRunIndex(runFolder: string, index: RunIndex): void {
  writeFileAtomically(runIndexFile(runFolder), JSON.stringify(index));
}

/** Undefined for what is no index of a run. */
export function parseRunIndex(text: string): RunIndex | undefined {
  try {
    return runIndexSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
