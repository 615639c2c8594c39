import { seedContent } from '../../fixtures/content/seed-content';
import { seedContainer } from '../applications/containers';
import { openStore } from '../applications/open-store';
import type { Store } from '../applications/store';
import { writeSeedContent } from '../workload/seed-content';
import { applicationsOf } from './environment';
import type { OpenEnvironment } from './open-environment';
import { seedPeople } from './seed-people';
import { startStopwatch, type Progress } from './stopwatch';

/** Writes what is missing of the declared content, through the web server, as the administrator. */
export async function seedEnvironment(
  open: OpenEnvironment,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  if (applicationsOf(open.environment).length === 0) return;
  const elapsed = startStopwatch();
  const items = await asAdministrator(open, (stores) =>
    writeSeedContent({ stores, items: seedContent(open.environment.content), signal }),
  );
  progress(`content: ${String(items.length)} items with attachments in ${elapsed()}`);
  await seedPeople(open, progress, signal);
}

/** Removes the declared content and writes it anew: for applications whose data came from elsewhere. */
export async function rewriteTestContent(open: OpenEnvironment, signal: AbortSignal): Promise<string> {
  const items = await asAdministrator(open, async (stores) => {
    for (const store of stores) await store.removeContainer(seedContainer, signal);
    return writeSeedContent({ stores, items: seedContent(open.environment.content), signal });
  });
  return `${String(items.length)} items of ${seedContainer.name} were written anew`;
}

async function asAdministrator<T>(
  open: OpenEnvironment,
  act: (stores: readonly Store[]) => Promise<T>,
): Promise<T> {
  const access = open.applicationAccess('admin');
  const { requestTimeout } = open.environment.workload;
  const stores = applicationsOf(open.environment).map((name) =>
    openStore(name, access, { requestTimeout, logIn: 'once' }),
  );
  try {
    return await act(stores);
  } finally {
    for (const store of stores) store.close();
  }
}
