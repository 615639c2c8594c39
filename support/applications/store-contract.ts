import assert from 'node:assert/strict';
import { RequestFailed } from './request-failed';
import type { Container, Item, Store } from './store';

/**
 * What every store must do, whatever application is behind it; run against the stand-ins and, with the same calls,
 * against the product. Makes the container and removes it. `administration` is the same application opened for a
 * user who may make containers.
 */
export async function storeContract(
  store: Store,
  administration: Store,
  container: Container,
  signal: AbortSignal,
): Promise<void> {
  const probe = await store.probe(signal);
  assert.ok(probe.ready, `it answers ${probe.status} ${probe.state}`);
  await administration.ensureContainer(container, signal);
  await administration.ensureContainer(container, signal);
  try {
    await itemsAreKept(store, container, signal);
    await refusalsAreClear(store, container, signal);
  } finally {
    await administration.removeContainer(container, signal);
  }
  await administration.removeContainer(container, signal);
}

async function itemsAreKept(store: Store, container: Container, signal: AbortSignal): Promise<void> {
  const items = ['Write 1', 'Prüfstand – «zwei» & 50 %.bin', "Müller's third"].map(item);
  const ids: string[] = [];
  for (const each of items) {
    const { id } = await store.write(container, each, signal);
    ids.push(id);
    const result = await store.read(id, signal);
    assert.ok(result.found === 'present');
    assert.equal(result.item.key, each.key);
    assert.ok(
      result.item.attachment.bytes.equals(each.attachment.bytes),
      'the bytes are those that were written',
    );
    if (store.application !== 'alfresco') assert.equal(result.item.body, each.body);
    assert.equal(await store.find(container, each.key, signal), id);
  }
  // A new space has a home page of its own, so what was written is looked for among what is listed.
  const listed = new Map((await store.list(container, signal)).map(({ id, key }) => [id, key]));
  assert.deepEqual(
    ids.map((id) => listed.get(id)),
    items.map(({ key }) => key),
  );
  assert.equal(await store.find(container, 'never written', signal), undefined);
}

async function refusalsAreClear(store: Store, container: Container, signal: AbortSignal): Promise<void> {
  const absent =
    store.application === 'jira' ? `${container.key}-999999` : '00000000-0000-4000-8000-000000000000';
  const id = store.application === 'confluence' ? '999999999' : absent;
  assert.equal((await store.read(id, signal)).found, 'absent');
  // A second issue may have the summary of the first; a page or a document may not have its name.
  if (store.application === 'jira') return;
  await assert.rejects(store.write(container, item('Write 1'), signal), isRefusal);
}

function isRefusal(error: unknown): boolean {
  assert.ok(error instanceof RequestFailed);
  assert.equal(error.outcome, 'failed');
  return true;
}

function item(key: string): Item {
  const bytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7 + key.length) % 256));
  return {
    key,
    body: `<p>Firedrill’s text of ${key.length} &amp; more</p>`,
    attachment: { name: `a "b" ö ${key.length}.bin`, bytes },
  };
}
