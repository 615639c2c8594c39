import type { Container, Store } from '../applications/store';
import type { Application, HistoryEvent, ReadBack } from '../drill/history';

/** An item of the seed content as it must be; `id` where it is known from seeding. */
export interface ExpectedSeed {
  readonly application: Application;
  readonly key: string;
  readonly sha256: string;
  readonly id?: string;
}

export interface ReadBackOptions {
  readonly stores: readonly Store[];
  readonly history: readonly HistoryEvent[];
  /** The workload's container; its items are read by the ids in the history. */
  readonly workloadContainer: Container;
  readonly seed: readonly ExpectedSeed[];
  readonly seedContainer: Container;
  /** Requests at once, over all applications. */
  readonly concurrency?: number;
  readonly onRead: (readBack: ReadBack) => void;
  readonly signal: AbortSignal;
}

/** Reads again all that was acknowledged or may have happened, and all of the seed content. */
export async function readBack(options: ReadBackOptions): Promise<void> {
  throw await Promise.resolve(new Error(`being written: ${options.seed.length}`));
}
