import type { Item, Store } from '../applications/store';
import type { Application } from '../drill/history';
import type { ExpectedSeed } from './read-back';

export interface SeedOptions {
  readonly stores: readonly Store[];
  readonly items: readonly (Item & { readonly application: Application })[];
  readonly concurrency?: number;
  readonly signal: AbortSignal;
}

/** Writes what is missing of the seed content, after making its containers; returns what must be there from now on. */
export async function writeSeedContent(options: SeedOptions): Promise<readonly ExpectedSeed[]> {
  throw await Promise.resolve(new Error(`being written: ${options.items.length}`));
}
