import { duration } from '../html/units';
import { MOST_DEVIATIONS } from './slower';
import type { DrillTrend } from './drill-trend';

/** `took 41.2 s; the 30 recoveries before have a median of 12.1 s and a spread that allows 20.3 s`; empty where it is not slower. */
export function slowerInWords({ slower }: DrillTrend): string {
  if (slower === undefined) return '';
  const { recoveryMs, allowed } = slower;
  return `took ${duration(recoveryMs)}; the ${String(allowed.count)} recoveries before have a median of ${duration(allowed.median)} and a spread that allows ${duration(allowed.limitMs)}`;
}

/** `another verdict 3 times of 20, with nothing changed`; empty where it is steady. */
export function flakyInWords({ flaky }: DrillTrend): string {
  if (flaky === undefined) return '';
  const times = flaky.changes === 1 ? 'once' : `${String(flaky.changes)} times`;
  return `another verdict ${times} of ${String(flaky.of)}, though nothing that it rests on had changed`;
}

/** The rule, for a reader who asks why. */
export const RULE = `A drill is slower than its history allows when its recovery took longer than the median of its last met ones and ${String(MOST_DEVIATIONS)} times their deviation (the median absolute deviation, scaled to a standard deviation, or the error bar where that is more).`;
