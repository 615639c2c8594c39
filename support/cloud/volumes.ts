import {
  AttachVolumeCommand,
  CreateTagsCommand,
  CreateVolumeCommand,
  DeleteVolumeCommand,
  DescribeVolumesModificationsCommand,
  DetachVolumeCommand,
  ModifyInstanceAttributeCommand,
  ModifyVolumeCommand,
  paginateDescribeVolumes,
  DescribeVolumesCommand,
  DescribeVolumeStatusCommand,
  type Volume as Ec2Volume,
} from '@aws-sdk/client-ec2';
import type { CloudSession } from './cloud-session';
import type { InstanceId, SnapshotId, VolumeId } from './ids';
import { tagFilters, tagList, tagsOf, tagSpecification, type TagQuery, type Tags } from './tags';

export type VolumeState = 'creating' | 'available' | 'in-use' | 'deleting' | 'deleted' | 'error';

export interface Volume {
  readonly id: VolumeId;
  readonly state: VolumeState;
  readonly sizeGiB: number;
  readonly availabilityZone: string;
  readonly snapshotId?: SnapshotId;
  readonly attachment?: {
    readonly instanceId: InstanceId;
    readonly device: string;
    readonly state: string;
    readonly deleteOnTermination: boolean;
  };
  readonly tags: Tags;
}

export interface VolumeSpec {
  readonly name: string;
  readonly availabilityZone: string;
  /** The snapshot's size unless told. */
  readonly sizeGiB?: number;
  readonly snapshotId?: SnapshotId;
  /** The environment whose snapshot it is; this one unless told. */
  readonly snapshotOf?: string;
  readonly tags: Tags;
}

export interface Volumes {
  create(spec: VolumeSpec, signal: AbortSignal): Promise<Volume>;
  describe(id: VolumeId, signal: AbortSignal): Promise<Volume>;
  find(tags: TagQuery, signal: AbortSignal): Promise<readonly Volume[]>;
  attach(id: VolumeId, instanceId: InstanceId, device: string, signal: AbortSignal): Promise<void>;
  /** Forced, the volume is taken away while it may be mounted. */
  detach(id: VolumeId, force: boolean, signal: AbortSignal): Promise<void>;
  /** Whether the volume at this device goes when the instance is terminated. */
  setDeleteOnTermination(
    instanceId: InstanceId,
    device: string,
    value: boolean,
    signal: AbortSignal,
  ): Promise<void>;
  /** Grows online; `modification` says how far it is. */
  grow(id: VolumeId, sizeGiB: number, signal: AbortSignal): Promise<void>;
  /** `modifying`, `optimizing`, `completed` or `failed`; the new size may be used from `optimizing` on. */
  modification(id: VolumeId, signal: AbortSignal): Promise<string>;
  /** `ok`, `impaired` (as while its I/O is paused), `warning`, `insufficient-data`. */
  status(id: VolumeId, signal: AbortSignal): Promise<string>;
  setTags(id: VolumeId, tags: Tags, signal: AbortSignal): Promise<void>;
  delete(id: VolumeId, signal: AbortSignal): Promise<void>;
}

const volumeFrom = (found: Ec2Volume): Volume => {
  const [attachment] = found.Attachments ?? [];
  return {
    id: found.VolumeId as VolumeId,
    state: found.State as VolumeState,
    sizeGiB: found.Size ?? 0,
    availabilityZone: found.AvailabilityZone ?? '',
    ...(found.SnapshotId ? { snapshotId: found.SnapshotId as SnapshotId } : {}),
    ...(attachment === undefined
      ? {}
      : {
          attachment: {
            instanceId: attachment.InstanceId as InstanceId,
            device: attachment.Device ?? '',
            state: attachment.State ?? '',
            deleteOnTermination: attachment.DeleteOnTermination ?? false,
          },
        }),
    tags: tagsOf(found.Tags),
  };
};

export function volumesOf({ client, guard, ownTags, environment }: CloudSession): Volumes {
  return {
    async create(spec, signal) {
      const madeOf = spec.snapshotId === undefined ? [] : [spec.snapshotId];
      await (spec.snapshotOf === undefined
        ? guard.assertOwn(madeOf, signal)
        : guard.assertOf(spec.snapshotOf, madeOf, signal));
      const answer = await client.send(
        new CreateVolumeCommand({
          AvailabilityZone: spec.availabilityZone,
          VolumeType: 'gp3',
          ...(spec.sizeGiB === undefined ? {} : { Size: spec.sizeGiB }),
          ...(spec.snapshotId === undefined ? {} : { SnapshotId: spec.snapshotId }),
          TagSpecifications: [tagSpecification('volume', ownTags(spec.tags, spec.name))],
        }),
        { abortSignal: signal },
      );
      const volume = volumeFrom(answer);
      guard.made(volume.id);
      return volume;
    },

    async describe(id, signal) {
      const answer = await client.send(new DescribeVolumesCommand({ VolumeIds: [id] }), {
        abortSignal: signal,
      });
      const [found] = answer.Volumes ?? [];
      if (found === undefined) throw new Error(`the cloud answered without ${id}`);
      return volumeFrom(found);
    },

    async find(tags, signal) {
      const found: Volume[] = [];
      const filters = tagFilters({ ...tags, 'firedrill:environment': environment });
      for await (const page of paginateDescribeVolumes(
        { client },
        { Filters: filters },
        { abortSignal: signal },
      )) {
        found.push(...(page.Volumes ?? []).map(volumeFrom));
      }
      return found;
    },

    async attach(id, instanceId, device, signal) {
      await guard.assertOwn([id, instanceId], signal);
      await client.send(new AttachVolumeCommand({ VolumeId: id, InstanceId: instanceId, Device: device }), {
        abortSignal: signal,
      });
    },

    async detach(id, force, signal) {
      await guard.assertOwn([id], signal);
      await client.send(new DetachVolumeCommand({ VolumeId: id, Force: force }), { abortSignal: signal });
    },

    async setDeleteOnTermination(instanceId, device, value, signal) {
      await guard.assertOwn([instanceId], signal);
      await client.send(
        new ModifyInstanceAttributeCommand({
          InstanceId: instanceId,
          BlockDeviceMappings: [{ DeviceName: device, Ebs: { DeleteOnTermination: value } }],
        }),
        { abortSignal: signal },
      );
    },

    async grow(id, sizeGiB, signal) {
      await guard.assertOwn([id], signal);
      await client.send(new ModifyVolumeCommand({ VolumeId: id, Size: sizeGiB }), { abortSignal: signal });
    },

    async modification(id, signal) {
      const answer = await client.send(new DescribeVolumesModificationsCommand({ VolumeIds: [id] }), {
        abortSignal: signal,
      });
      return answer.VolumesModifications?.[0]?.ModificationState ?? 'unknown';
    },

    async status(id, signal) {
      const answer = await client.send(new DescribeVolumeStatusCommand({ VolumeIds: [id] }), {
        abortSignal: signal,
      });
      return answer.VolumeStatuses?.[0]?.VolumeStatus?.Status ?? 'unknown';
    },

    async setTags(id, tags, signal) {
      await guard.assertOwn([id], signal);
      await client.send(new CreateTagsCommand({ Resources: [id], Tags: tagList(tags) }), {
        abortSignal: signal,
      });
    },

    async delete(id, signal) {
      await guard.assertOwn([id], signal);
      await client.send(new DeleteVolumeCommand({ VolumeId: id }), { abortSignal: signal });
    },
  };
}
