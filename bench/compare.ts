/** Two pieces of work timed in turn in one run, A B A B …, so that a machine's changing speed meets both. */
export interface Comparison {
  readonly title: string;
  readonly base: { readonly name: string; readonly run: () => Promise<void> | void };
  readonly other: { readonly name: string; readonly run: () => Promise<void> | void };
}

export interface Compared {
  readonly title: string;
  readonly names: readonly [string, string];
  /** Medians, in milliseconds. */
  readonly medians: readonly [number, number];
  /** Median of the pairs' ratios, other to base, with the smallest and the largest. */
  readonly ratio: { readonly min: number; readonly median: number; readonly max: number };
}

const WARM_UP = 1;

export async function compare({ title, base, other }: Comparison, pairs: number): Promise<Compared> {
  const times: [number, number][] = [];
  for (let pair = -WARM_UP; pair < pairs; pair++) {
    const pairTimes: [number, number] = [await timed(base.run), await timed(other.run)];
    if (pair >= 0) times.push(pairTimes);
  }
  const ratios = sorted(times.map(([a, b]) => b / a));
  return {
    title,
    names: [base.name, other.name],
    medians: [median(times.map(([a]) => a)), median(times.map(([, b]) => b))],
    ratio: { min: ratios[0] ?? NaN, median: median(ratios), max: ratios.at(-1) ?? NaN },
  };
}

async function timed(work: () => Promise<void> | void): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);

function median(values: readonly number[]): number {
  const order = sorted(values);
  const [low, high] = [order[Math.ceil(order.length / 2) - 1], order[Math.floor(order.length / 2)]];
  return low === undefined || high === undefined ? NaN : (low + high) / 2;
}
