import { seedContent } from '../../fixtures/content/seed-content';
import { openStore } from '../applications/open-store';
import { writeSeedContent } from '../workload/seed-content';
import { applicationsOf } from './environment';
import type { OpenEnvironment } from './open-environment';
import { startStopwatch, type Progress } from './stopwatch';

/** Writes what is missing of the declared content, through the web server, as the administrator. */
export async function seedEnvironment(
  open: OpenEnvironment,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const elapsed = startStopwatch();
  const { content, workload } = open.environment;
  const names = applicationsOf(open.environment);
  if (names.length === 0) return;
  const access = open.applicationAccess('admin');
  const { requestTimeout } = workload;
  const stores = names.map((name) => openStore(name, access, { requestTimeout, logIn: 'once' }));
  try {
    const items = await writeSeedContent({ stores, items: seedContent(content), signal });
    progress(`content: ${String(items.length)} items with attachments in ${elapsed()}`);
  } finally {
    for (const store of stores) store.close();
  }
}
