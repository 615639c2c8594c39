import type { VerdictResult } from '../../drill/verdict';
import { seededRandom } from '../../workload/content';

/** A drill as a night looks at it. */
export interface NightDrill {
  readonly id: string;
  /** Of everything that defines it: another one means that somebody has changed it. */
  readonly digest: string;
}

/** What the last night of the environment came to, by the drill's id. */
export type LastNight = ReadonlyMap<string, { readonly result: VerdictResult; readonly digest: string }>;

/** Why a drill has its place; in the order in which a night goes through them. */
export const reasons = ['not met last night', 'changed since last night', 'drawn'] as const;

export interface Place extends NightDrill {
  readonly because: (typeof reasons)[number];
}

/**
 * The order of a night: first what the last one did not find met, then what has changed since, then the rest, so that the
 * night says soonest what people wait for, and a budget that ends it early cuts off what is least likely to be news. Within
 * each part the order is drawn from the seed: the same seed gives the same order.
 */
export function nightOrder(drills: readonly NightDrill[], last: LastNight, seed: number): readonly Place[] {
  const random = seededRandom(seed);
  const drawn = drills
    .map((drill) => ({ drill, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ drill }): Place => ({ ...drill, because: reasonFor(drill, last) }));
  return reasons.flatMap((reason) => drawn.filter(({ because }) => because === reason));
}

function reasonFor({ id, digest }: NightDrill, last: LastNight): Place['because'] {
  const before = last.get(id);
  if (before !== undefined && before.result !== 'met') return 'not met last night';
  // What the last night does not know is new, unless there was no night at all.
  if (last.size > 0 && before?.digest !== digest) return 'changed since last night';
  return 'drawn';
}
