import type { SnapshotId, VolumeId } from '../../../cloud/ids';
import { untilVolume, volumeExists } from '../../../cloud/until-state';
import type { Volume } from '../../../cloud/volumes';
import { minutes, type Milliseconds } from '../../../drill/time';
import type { ActionContext } from '../context';

/** On a volume that holds another environment's data: whose. */
export const restoredOfTag = 'firedrill:restored-of';

export interface RestoredVolumeSpec {
  /** Whose data it is to hold. */
  readonly instance: string;
  readonly availabilityZone: string;
  /** A snapshot, or the size of a blank volume. */
  readonly from: SnapshotId | { readonly sizeGiB: number };
  /** Where it is to be larger than the snapshot. */
  readonly sizeGiB?: number;
  /** The environment whose snapshot it is; this one unless told. */
  readonly of?: string;
  readonly deadline: Milliseconds;
}

/** Makes a volume for an instance's data, tagged so that a reset finds it, and sees to it that a drill leaves none behind. */
export async function makeRestoredVolume(
  { cloud, undoAtEnd }: Pick<ActionContext, 'cloud' | 'undoAtEnd'>,
  { instance, availabilityZone, from, sizeGiB, of, deadline }: RestoredVolumeSpec,
  signal: AbortSignal,
): Promise<Volume> {
  const { id } = await cloud.volumes.create(
    {
      name: `${instance}-restored`,
      availabilityZone,
      ...(typeof from === 'string' ? { snapshotId: from } : from),
      ...(sizeGiB === undefined ? {} : { sizeGiB }),
      ...(of === undefined ? {} : { snapshotOf: of }),
      tags: { 'firedrill:volume': 'restored', ...(of === undefined ? {} : { [restoredOfTag]: of }) },
    },
    signal,
  );
  undoAtEnd(`${id}, a volume made for the data of ${instance}`, (until) =>
    deleteRestoredVolume(cloud, id, until),
  );
  return untilVolume(cloud.volumes, id, 'available', { deadline, signal });
}

/** Deletes it, unless it is gone or a later step has made it the data volume. */
export async function deleteRestoredVolume(
  { volumes }: Pick<ActionContext['cloud'], 'volumes'>,
  id: VolumeId,
  signal: AbortSignal,
): Promise<void> {
  if (!(await volumeExists(volumes, id, signal))) return;
  const { attachment, tags } = await volumes.describe(id, signal);
  if (tags['firedrill:volume'] !== 'restored') return;
  if (attachment !== undefined) await volumes.detach(id, true, signal);
  await untilVolume(volumes, id, 'available', { deadline: minutes(2), signal });
  await volumes.delete(id, signal);
}
