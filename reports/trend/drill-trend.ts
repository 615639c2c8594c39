import type { VerdictResult } from '../../support/drill/verdict';
import { flaky, type Flaky } from './flaky';
import type { RunIndex } from './run-index';
import { slower, type Slower } from './slower';
import { spreadOf, type Spread } from './spread';

/** One run's outcome of a drill. */
export interface Attempt {
  readonly run: string;
  readonly startedAt: string;
  readonly result: VerdictResult;
  readonly reason?: string | undefined;
  readonly recoveryMs?: number | undefined;
  readonly errorMs?: number | undefined;
  readonly fingerprint?: string | undefined;
}

/** A drill over its runs. */
export interface DrillTrend {
  readonly drill: string;
  readonly title: string;
  /** The oldest first; one at least. */
  readonly attempts: readonly Attempt[];
  /** Of the recovery times of met attempts; absent where there are none. */
  readonly spread?: Spread;
  /** The newest attempt was not met, and the one before was, or there was none. */
  readonly newFailure: boolean;
  readonly slower?: Slower;
  readonly flaky?: Flaky;
}

/** Every drill of these runs, the oldest of which comes first, in the order of the drills' ids. */
export function drillTrends(runs: readonly RunIndex[]): readonly DrillTrend[] {
  const drills = new Map<string, { title: string; attempts: Attempt[] }>();
  for (const { run, startedAt, drills: each } of runs) {
    for (const { drill, title, ...outcome } of each) {
      const known = drills.get(drill);
      if (known === undefined) drills.set(drill, { title, attempts: [{ run, startedAt, ...outcome }] });
      else {
        known.title = title;
        known.attempts.push({ run, startedAt, ...outcome });
      }
    }
  }
  return [...drills]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([drill, { title, attempts }]) => trendOf(drill, title, attempts));
}

function trendOf(drill: string, title: string, attempts: readonly Attempt[]): DrillTrend {
  const [before, last] = [attempts.at(-2), attempts.at(-1)];
  const met = attempts.filter(({ result }) => result === 'met');
  const spread = spreadOf(met.flatMap(({ recoveryMs }) => recoveryMs ?? []));
  const slow = slower(attempts);
  const unsteady = flaky(attempts);
  return {
    drill,
    title,
    attempts,
    ...(spread === undefined ? {} : { spread }),
    newFailure: (before === undefined || before.result === 'met') && last?.result !== 'met',
    ...(slow === undefined ? {} : { slower: slow }),
    ...(unsteady === undefined ? {} : { flaky: unsteady }),
  };
}
