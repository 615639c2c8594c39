import type { Attempt } from './drill-trend';
import { spreadOf, type Spread } from './spread';

/** Fewer recoveries tell too little of a drill's spread: of ten, normal noise passes the limit once in 55 times, of 20 once in 200. */
export const LEAST_RUNS = 10;
/** A drill that changed for good is measured against what it is now. */
export const MOST_RUNS = 30;
/** Iglewicz and Hoaglin's limit for a modified z-score (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17). */
export const MOST_DEVIATIONS = 3.5;

/** What a drill's own history allows. */
export interface Allowance extends Spread {
  readonly limitMs: number;
}

/**
 * How long a recovery may take by those before it: their median, and three and a half of their deviations more. A deviation
 * is never less than the error bar of the times, so that a drill which always took the same is not slower by what cannot be
 * measured. Undefined where fewer than ten recoveries of met drills are known; of more than 30 the newest count.
 */
export function allowance(before: readonly Attempt[]): Allowance | undefined {
  const met = before
    .filter(({ result, recoveryMs }) => result === 'met' && recoveryMs !== undefined)
    .slice(-MOST_RUNS);
  const spread = spreadOf(met.flatMap(({ recoveryMs }) => recoveryMs ?? []));
  if (spread === undefined || spread.count < LEAST_RUNS) return undefined;
  const error = spreadOf(met.flatMap(({ errorMs }) => errorMs ?? []))?.median ?? 0;
  return { ...spread, limitMs: spread.median + MOST_DEVIATIONS * Math.max(spread.deviation, error) };
}

export interface Slower {
  readonly recoveryMs: number;
  readonly allowed: Allowance;
}

/** The newest attempt, where it took longer than the history before it allows. */
export function slower(attempts: readonly Attempt[]): Slower | undefined {
  const recoveryMs = attempts.at(-1)?.recoveryMs;
  const allowed = allowance(attempts.slice(0, -1));
  if (recoveryMs === undefined || allowed === undefined || recoveryMs <= allowed.limitMs) return undefined;
  return { recoveryMs, allowed };
}
