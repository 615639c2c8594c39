import type { Evidence } from '../../drill/evidence-folder';
import type { Verdict, VerdictResult } from '../../drill/verdict';

/** A pure function from evidence to a verdict. */
export interface Checker {
  readonly name: string;
  check(evidence: Evidence): Verdict;
}

/** A checker that throws has found nothing out: `unknown`. */
export function runChecker(checker: Checker, evidence: Evidence): Verdict {
  try {
    return checker.check(evidence);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return verdict(checker.name, 'unknown', `The checker failed: ${message}.`);
  }
}

export function verdict(
  checker: string,
  result: VerdictResult,
  reason: string,
  measures: Readonly<Record<string, number>> = {},
  ids?: Verdict['ids'],
): Verdict {
  return { checker, result, reason, measures, ...(ids === undefined ? {} : { ids }) };
}

/** `1 write`, `3 writes`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Milliseconds for a person: `12.3 s`, `3 min 5 s`, `1 h 2 min`. */
export function spoken(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.round((ms % 60_000) / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
