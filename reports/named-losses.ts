import type { DrillRecord } from './run-record';

/** So many are named of a kind; all of them are in the evidence. */
export const MOST_NAMED = 200;

export interface NamedLosses {
  readonly kind: 'lost' | 'corrupted' | 'unaccounted';
  readonly count: number;
  readonly named: readonly string[];
  /** How many are not named. */
  readonly more: number;
}

/** The data that a drill lost, by id; of each verdict and kind those that there are. */
export const namedLosses = ({ verdicts }: Pick<DrillRecord, 'verdicts'>): readonly NamedLosses[] =>
  verdicts.flatMap(({ ids }) =>
    (['lost', 'corrupted', 'unaccounted'] as const).flatMap((kind) => {
      const found = ids?.[kind] ?? [];
      const named = found.slice(0, MOST_NAMED);
      return found.length === 0
        ? []
        : [{ kind, count: found.length, named, more: found.length - named.length }];
    }),
  );
