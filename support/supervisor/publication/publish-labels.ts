import type { ReportPage } from '../../../reports/confluence/page';
import type { Publication } from './publication';

/** Labels with this beginning are ours to take away. */
const OURS = 'firedrill-';

/** Adds the labels that are missing and takes away those of ours that no longer hold; people's stay. Whether any changed. */
export async function publishLabels(
  { pages, signal }: Publication,
  page: ReportPage,
  id: string,
): Promise<boolean> {
  const there = await pages.labels(id, signal);
  const missing = page.labels.filter((name) => !there.includes(name));
  const stale = there.filter((name) => name.startsWith(OURS) && !page.labels.includes(name));
  if (missing.length > 0) await pages.addLabels(id, missing, signal);
  for (const name of stale) await pages.removeLabel(id, name, signal);
  return missing.length + stale.length > 0;
}
