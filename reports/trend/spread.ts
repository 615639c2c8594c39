import { max, median, medianAbsoluteDeviation, min } from 'simple-statistics';

/** Makes the median absolute deviation of normal values their standard deviation. */
const OF_NORMAL_VALUES = 1.4826;

export interface Spread {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** The median absolute deviation, scaled to a standard deviation: a few wild values do not widen it. */
  readonly deviation: number;
}

/** Undefined where there is no value. The median of an even count is the mean of the middle two. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const all = [...values];
  return {
    count: all.length,
    min: min(all),
    median: median(all),
    max: max(all),
    deviation: OF_NORMAL_VALUES * medianAbsoluteDeviation(all),
  };
}
