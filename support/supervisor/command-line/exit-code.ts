import type { VerdictResult } from '../../drill/verdict';

/** 0 all objectives met, 1 missed, 2 unknown, 255 the harness itself failed. */
export const HARNESS_FAILED = 255;

const CODES: Record<VerdictResult, number> = { met: 0, missed: 1, unknown: 2 };

export function exitCodeOf(result: VerdictResult): number {
  return CODES[result];
}
