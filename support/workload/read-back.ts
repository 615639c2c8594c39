import type { Container, Store } from '../applications/store';
import type { Application, HistoryEvent, ReadBack } from '../drill/history';
import { concurrently } from './concurrently';
import { sha256Of } from './content';
import { operationsOf } from './operations';

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
  /** The workload's container; its acknowledged items are read by the ids in the history. */
  readonly workloadContainer: Container;
  readonly seed: Iterable<ExpectedSeed>;
  readonly seedContainer: Container;
  /** Items read at once, over all applications; 8 if not given. */
  readonly concurrency?: number;
  readonly onRead: (readBack: ReadBack) => void;
  readonly signal: AbortSignal;
}

interface Wanted extends Omit<ReadBack, 'found' | 'detail' | 'id'> {
  readonly id?: string;
}

/**
 * Reads again all that was acknowledged or may have happened, and all of the seed content. What gives no clear
 * answer is `unreadable`, once: nothing is asked again until it pleases. Rejects only when the signal aborts.
 */
export async function readBack(options: ReadBackOptions): Promise<void> {
  const seed = [...options.seed].map((item) => ({ ...item, origin: 'seed' as const }));
  const wanted: readonly Wanted[] = [
    ...writesOf(options.history),
    ...seed.map(({ sha256, ...item }) => ({ ...item, expectedSha256: sha256 })),
  ];
  const listings = new Map<string, Promise<ReadonlyMap<string, string>>>();
  // A listing is asked for once, and only where an id is not known.
  const idOf = async (store: Store, { origin, key, id }: Wanted): Promise<string | undefined> => {
    if (id !== undefined) return id;
    const container = origin === 'seed' ? options.seedContainer : options.workloadContainer;
    const name = `${store.application} ${container.key}`;
    const known = listings.get(name) ?? listing(store, container, options.signal);
    listings.set(name, known);
    return (await known).get(key);
  };
  await concurrently(wanted, options.concurrency ?? 8, async (item) => {
    options.signal.throwIfAborted();
    const store = options.stores.find(({ application }) => application === item.application);
    options.onRead(await readOne(store, item, idOf, options.signal));
  });
  options.signal.throwIfAborted();
}

function writesOf(history: readonly HistoryEvent[]): readonly Wanted[] {
  return operationsOf(history)
    .filter(({ kind, outcome }) => kind === 'write' && outcome !== 'failed')
    .map(({ application, key, id, outcome, sha256 }) => ({
      application,
      key,
      origin: 'workload' as const,
      expectedSha256: sha256 ?? '',
      // The id of a write in doubt is that of its first part; it is found as people find it, by its name.
      ...(id === undefined || outcome !== 'ok' ? {} : { id }),
    }));
}

async function listing(
  store: Store,
  container: Container,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const entries = await store.list(container, signal);
  return new Map(entries.map(({ key, id }) => [key, id]));
}

async function readOne(
  store: Store | undefined,
  wanted: Wanted,
  idOf: (store: Store, wanted: Wanted) => Promise<string | undefined>,
  signal: AbortSignal,
): Promise<ReadBack> {
  const { application, key, origin, expectedSha256 } = wanted;
  const facts = { application, key, origin, expectedSha256, id: wanted.id ?? '' };
  if (store === undefined)
    return { ...facts, found: 'unreadable', detail: `no store is open for ${application}` };
  try {
    const id = await idOf(store, wanted);
    if (id === undefined) return { ...facts, found: 'absent', detail: 'not in the listing' };
    const result = await store.read(id, signal);
    if (result.found === 'absent') return { ...facts, id, found: 'absent', detail: result.detail };
    const { bytes } = result.item.attachment;
    const sha256 = sha256Of(bytes);
    // Another's name and another's bytes: a database that forgot the item has given its id away again.
    if (result.item.key !== key && sha256 !== expectedSha256) {
      return { ...facts, id, found: 'absent', detail: `its id is that of "${result.item.key}" now` };
    }
    if (sha256 !== expectedSha256) {
      const detail = `${bytes.length} bytes with SHA-256 ${sha256}`;
      return { ...facts, id, found: 'corrupted', detail };
    }
    if (result.item.key !== key) {
      return { ...facts, id, found: 'corrupted', detail: `its name is "${result.item.key}"` };
    }
    // The workload's text names its bytes; a text that does not is another one.
    if (origin === 'workload' && application !== 'alfresco' && !result.item.body.includes(sha256)) {
      return { ...facts, id, found: 'corrupted', detail: 'the text is not the one that was written' };
    }
    return { ...facts, id, found: 'present' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ...facts, found: 'unreadable', detail: message };
  }
}
