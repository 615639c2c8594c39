import { seedContainer } from '../../applications/containers';
import type { Store } from '../../applications/store';

/** Logs in, finds something that was there before the incident, and reads it whole. */
export async function readOneItem(store: Store, signal: AbortSignal): Promise<string> {
  const [first] = await store.list(seedContainer, signal);
  if (first === undefined) throw new Error(`${store.application} lists nothing in ${seedContainer.name}`);
  const result = await store.read(first.id, signal);
  if (result.found === 'absent') {
    throw new Error(
      `${store.application} lists "${first.key}" (${first.id}) but cannot read it: ${result.detail}`,
    );
  }
  const { key, attachment } = result.item;
  return `logged in to ${store.application} and read "${key}" with ${String(attachment.bytes.length)} bytes of ${attachment.name}`;
}
