import { isNotFound } from '../cloud/ec2-error';
import type { Snapshots } from '../cloud/snapshots';
import type { Tags } from '../cloud/tags';
import { all } from './turns';

/**
 * On snapshots that are for one drill only. It deletes them at its end; going back to the golden snapshot deletes what a
 * drill that died has left, or the next would take it for the last one.
 */
export const drillOnly: Tags = { 'firedrill:drill-only': 'yes' };

/** Deletes every snapshot of the environment with these tags; one that is gone meanwhile is no error. */
export async function deleteSnapshots(
  snapshots: Pick<Snapshots, 'find' | 'delete'>,
  tags: Tags,
  signal: AbortSignal,
): Promise<void> {
  const found = await snapshots.find(tags, signal);
  await all(
    found.map(async ({ id }) => {
      try {
        await snapshots.delete(id, signal);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    }),
  );
}
