import { archivesOf } from '../../../environment/archives';
import { asRoot } from '../../../hosts/as-root';
import { quote } from '../../../hosts/shell';
import type { ActionContext } from '../context';
import { lastUntil } from '../off-site/off-site-store';
import { snapshotDataVolumes } from './snapshot-data-volumes';

export interface ArchiveOfBefore {
  readonly instances: readonly string[];
  /** On the target: there from the first change on. */
  readonly folder: string;
  /** What is done after the archive: `a migration`. */
  readonly what: string;
}

/**
 * Archives the environment as it is before something, all volumes in one moment. Once that was begun, the archive of before is
 * looked for instead: one of what was cut short would be the last of the day, and the way back would lead to it.
 */
export async function archiveOfBefore(
  { instances, folder, what }: ArchiveOfBefore,
  context: ActionContext,
  signal: AbortSignal,
): Promise<string> {
  const { target, host, cloud, facts } = context;
  const begun = await asRoot(host(target), `stat --format %.3W ${quote(folder)} 2>/dev/null || true`, {
    signal,
  });
  if (begun.trim() === '')
    return snapshotDataVolumes.run({ instances: instances.join(' ') }, context, signal);
  const at = new Date(Number(begun) * 1000);
  const archives = archivesOf(await cloud.snapshots.find({}, signal)).filter(
    ({ good, instances: of }) => good && instances.every((name) => of.includes(name)),
  );
  const archive = lastUntil(archives, at, `good archive of ${instances.join(', ')}`);
  facts.archive = archive;
  return `${what} was begun at ${at.toISOString()}: the way back is ${archive.set} of ${archive.takenAt}`;
}
