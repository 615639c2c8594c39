import { seedContainer } from '../applications/containers';
import type { Item, Store } from '../applications/store';
import type { Application } from '../drill/history';
import { concurrently } from './concurrently';
import { sha256Of } from './content';
import type { ExpectedSeed } from './read-back';

export interface SeedOptions {
  /** Opened for a user who may make a space and a project. */
  readonly stores: readonly Store[];
  /** May be a generator: an item is held only while it is written. */
  readonly items: Iterable<Item & { readonly application: Application }>;
  /** Requests at once. */
  readonly concurrency?: number;
  readonly signal: AbortSignal;
}

/**
 * Writes what is missing of the seed content, after making its containers; returns what must be there from now on.
 * An item of which only a part was written before is an error: it would have to be removed first.
 */
export async function writeSeedContent(options: SeedOptions): Promise<readonly ExpectedSeed[]> {
  const { stores, signal } = options;
  const present = new Map<Store, ReadonlyMap<string, string>>();
  await Promise.all(
    stores.map(async (store) => {
      await store.ensureContainer(seedContainer, signal);
      const listed = await store.list(seedContainer, signal);
      present.set(store, new Map(listed.map(({ key, id }) => [key, id])));
    }),
  );
  const expected: ExpectedSeed[] = [];
  await concurrently(options.items, options.concurrency ?? 8, async (item) => {
    const store = stores.find(({ application }) => application === item.application);
    if (store === undefined) throw new Error(`no store is open for ${item.application}`);
    const { key, application } = item;
    const id = present.get(store)?.get(key) ?? (await store.write(seedContainer, item, signal)).id;
    expected.push({ application, key, id, sha256: sha256Of(item.attachment.bytes) });
  });
  return expected;
}

/** What the seed content must be, from the items alone: what `readBack` compares with. */
export function* expectedSeed(
  items: Iterable<Item & { readonly application: Application }>,
): Generator<ExpectedSeed, void, undefined> {
  for (const { application, key, attachment } of items) {
    yield { application, key, sha256: sha256Of(attachment.bytes) };
  }
}
