import type { Attempt } from './drill-trend';

/** What is older was another drill. */
const NEWEST = 30;

export interface Flaky {
  /** How often the verdict was another than the one before, though nothing had changed. */
  readonly changes: number;
  /** Of so many attempts that followed one with the same fingerprint. */
  readonly of: number;
}

/**
 * A drill whose verdict changed between two attempts in a row, while nothing did that it rests on: scenario, runbooks,
 * configuration, and versions of everything. Where it is not known whether something changed, nothing is said.
 */
export function flaky(attempts: readonly Attempt[]): Flaky | undefined {
  const pairs = attempts.slice(-NEWEST).flatMap((attempt, index, all) => {
    const before = all[index - 1];
    const same = before?.fingerprint !== undefined && before.fingerprint === attempt.fingerprint;
    return same ? [before.result !== attempt.result] : [];
  });
  const changes = pairs.filter((changed) => changed).length;
  return changes === 0 ? undefined : { changes, of: pairs.length };
}
