import {
  CreateSnapshotCommand,
  CreateTagsCommand,
  DeleteSnapshotCommand,
  DescribeSnapshotsCommand,
  paginateDescribeSnapshots,
  type Snapshot as Ec2Snapshot,
} from '@aws-sdk/client-ec2';
import type { CloudSession } from './cloud-session';
import type { SnapshotId, VolumeId } from './ids';
import { environmentTag, tagFilters, tagList, tagsOf, tagSpecification, type Tags } from './tags';

export interface Snapshot {
  readonly id: SnapshotId;
  readonly state: 'pending' | 'completed' | 'error';
  readonly volumeId: VolumeId;
  readonly sizeGiB: number;
  /** ISO 8601; the moment whose bytes the snapshot holds. */
  readonly startedAt: string;
  readonly tags: Tags;
}

export interface Snapshots {
  /** Crash-consistent: what the moment of the call holds, whatever is written while it is pending. */
  create(volumeId: VolumeId, name: string, tags: Tags, signal: AbortSignal): Promise<Snapshot>;
  describe(id: SnapshotId, signal: AbortSignal): Promise<Snapshot>;
  find(tags: Tags, signal: AbortSignal): Promise<readonly Snapshot[]>;
  /** Those of another environment of the same account, to be read only. */
  ofEnvironment(other: string, signal: AbortSignal): Promise<readonly Snapshot[]>;
  setTags(ids: readonly SnapshotId[], tags: Tags, signal: AbortSignal): Promise<void>;
  delete(id: SnapshotId, signal: AbortSignal): Promise<void>;
}

const snapshotFrom = (found: Ec2Snapshot): Snapshot => ({
  id: found.SnapshotId as SnapshotId,
  state: (found.State ?? 'pending') as Snapshot['state'],
  volumeId: found.VolumeId as VolumeId,
  sizeGiB: found.VolumeSize ?? 0,
  startedAt: found.StartTime?.toISOString() ?? '',
  tags: tagsOf(found.Tags),
});

export function snapshotsOf({ client, guard, ownTags, environment }: CloudSession): Snapshots {
  const find = async (tags: Tags, signal: AbortSignal): Promise<readonly Snapshot[]> => {
    const found: Snapshot[] = [];
    const request = { OwnerIds: ['self'], Filters: tagFilters(tags) };
    for await (const page of paginateDescribeSnapshots({ client }, request, { abortSignal: signal })) {
      found.push(...(page.Snapshots ?? []).map(snapshotFrom));
    }
    return found;
  };
  return {
    async create(volumeId, name, tags, signal) {
      await guard.assertOwn([volumeId], signal);
      const answer = await client.send(
        new CreateSnapshotCommand({
          VolumeId: volumeId,
          Description: name,
          TagSpecifications: [tagSpecification('snapshot', ownTags(tags, name))],
        }),
        { abortSignal: signal },
      );
      const snapshot = snapshotFrom(answer);
      guard.made(snapshot.id);
      return snapshot;
    },

    async describe(id, signal) {
      const answer = await client.send(new DescribeSnapshotsCommand({ SnapshotIds: [id] }), {
        abortSignal: signal,
      });
      const [found] = answer.Snapshots ?? [];
      if (found === undefined) throw new Error(`the cloud answered without ${id}`);
      return snapshotFrom(found);
    },

    find: (tags, signal) => find({ ...tags, [environmentTag]: environment }, signal),
    ofEnvironment: (other, signal) => find({ [environmentTag]: other }, signal),

    async setTags(ids, tags, signal) {
      await guard.assertOwn(ids, signal);
      await client.send(new CreateTagsCommand({ Resources: [...ids], Tags: tagList(tags) }), {
        abortSignal: signal,
      });
    },

    async delete(id, signal) {
      await guard.assertOwn([id], signal);
      await client.send(new DeleteSnapshotCommand({ SnapshotId: id }), { abortSignal: signal });
    },
  };
}
