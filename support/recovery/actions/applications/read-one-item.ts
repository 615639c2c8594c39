import { seedContainer } from '../../../applications/containers';
import type { Store } from '../../../applications/store';

/** Logs in, finds something that was there before the incident, and reads it whole. */
export async function readOneItem(store: Store, signal: AbortSignal): Promise<string> {
  // The last one: a Confluence space lists its own home page first, which has no attachment to read.
  const item = (await store.list(seedContainer, signal)).at(-1);
  if (item === undefined) throw new Error(`${store.application} lists nothing in ${seedContainer.name}`);
  const result = await store.read(item.id, signal);
  if (result.found === 'absent') {
    throw new Error(
      `${store.application} lists "${item.key}" (${item.id}) but cannot read it: ${result.detail}`,
    );
  }
  const { key, attachment } = result.item;
  return `logged in to ${store.application} and read "${key}" with ${String(attachment.bytes.length)} bytes of ${attachment.name}`;
}
