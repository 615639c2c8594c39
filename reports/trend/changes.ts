import { drillTrends, type DrillTrend } from './drill-trend';
import type { RunIndex } from './run-index';

/** What is news of a run, each drill against its own last time. */
export interface Changes {
  /** The newest of the runs before; absent where there is none. */
  readonly since?: { readonly run: string; readonly startedAt: string };
  /** All runs before, the oldest first. */
  readonly before: readonly RunIndex[];
  readonly newFailures: readonly DrillTrend[];
  readonly stillNotMet: readonly DrillTrend[];
  readonly metAgain: readonly DrillTrend[];
  readonly slower: readonly DrillTrend[];
  readonly flaky: readonly DrillTrend[];
  /** Met, and never tried before. */
  readonly firstTime: readonly DrillTrend[];
}

/** @param kept the runs of the environment, the oldest first; those from this run on are not looked at */
export function changesOf(now: RunIndex, kept: readonly RunIndex[]): Changes {
  const before = kept.filter(({ run, startedAt }) => run !== now.run && startedAt < now.startedAt);
  const last = before.at(-1);
  const inThisRun = new Set(now.drills.map(({ drill }) => drill));
  const trends = drillTrends([...before, now]).filter(({ drill }) => inThisRun.has(drill));
  const result = ({ attempts }: DrillTrend, back: number) => attempts.at(-back)?.result;
  const again = trends.filter(({ attempts }) => attempts.length > 1);
  return {
    before,
    ...(last === undefined ? {} : { since: { run: last.run, startedAt: last.startedAt } }),
    newFailures: trends.filter(({ newFailure }) => newFailure),
    stillNotMet: again.filter((trend) => result(trend, 1) !== 'met' && result(trend, 2) !== 'met'),
    metAgain: again.filter((trend) => result(trend, 1) === 'met' && result(trend, 2) !== 'met'),
    slower: trends.filter((trend) => trend.slower !== undefined),
    flaky: trends.filter((trend) => trend.flaky !== undefined),
    firstTime: trends.filter(({ attempts, newFailure }) => attempts.length === 1 && !newFailure),
  };
}
