import {
  CreateImageCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  type Image as Ec2Image,
} from '@aws-sdk/client-ec2';
import type { CloudSession } from './cloud-session';
import type { ImageId, InstanceId, SnapshotId } from './ids';
import { environmentTag, tagFilters, tagsOf, tagSpecification, type Tags } from './tags';

export interface Image {
  readonly id: ImageId;
  readonly name: string;
  /** `pending`, `available`, `failed`, … */
  readonly state: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly snapshotIds: readonly SnapshotId[];
  readonly tags: Tags;
}

export interface Images {
  /** The newest public image whose name fits the pattern (`*` and `?`); undefined when there is none. */
  newestPublic(owner: string, namePattern: string, signal: AbortSignal): Promise<Image | undefined>;
  /** Images of one's own with these tags. */
  find(tags: Tags, signal: AbortSignal): Promise<readonly Image[]>;
  /** Those of another environment of the same account, to be run and looked at only. */
  ofEnvironment(other: string, signal: AbortSignal): Promise<readonly Image[]>;
  describe(id: ImageId, signal: AbortSignal): Promise<Image>;
  /** From an instance's root volume; the instance is shut down for the moment of the snapshot. */
  create(instanceId: InstanceId, name: string, tags: Tags, signal: AbortSignal): Promise<ImageId>;
  /** The image and its snapshots. */
  remove(image: Image, signal: AbortSignal): Promise<void>;
}

const imageFrom = (found: Ec2Image): Image => ({
  id: found.ImageId as ImageId,
  name: found.Name ?? '',
  state: found.State ?? 'pending',
  createdAt: found.CreationDate ?? '',
  snapshotIds: (found.BlockDeviceMappings ?? []).flatMap((mapping) =>
    mapping.Ebs?.SnapshotId === undefined ? [] : [mapping.Ebs.SnapshotId as SnapshotId],
  ),
  tags: tagsOf(found.Tags),
});

export function imagesOf({ client, guard, ownTags, environment }: CloudSession): Images {
  const find = async (tags: Tags, signal: AbortSignal): Promise<readonly Image[]> => {
    const answer = await client.send(
      new DescribeImagesCommand({ Owners: ['self'], Filters: tagFilters(tags) }),
      { abortSignal: signal },
    );
    return (answer.Images ?? []).map(imageFrom);
  };
  return {
    async newestPublic(owner, namePattern, signal) {
      const answer = await client.send(
        new DescribeImagesCommand({
          Owners: [owner],
          Filters: [
            { Name: 'name', Values: [namePattern] },
            { Name: 'state', Values: ['available'] },
          ],
        }),
        { abortSignal: signal },
      );
      const images = (answer.Images ?? []).map(imageFrom);
      return images.sort((one, other) => other.createdAt.localeCompare(one.createdAt))[0];
    },

    find: (tags, signal) => find({ ...tags, [environmentTag]: environment }, signal),
    ofEnvironment: (other, signal) => find({ [environmentTag]: other }, signal),

    async describe(id, signal) {
      const answer = await client.send(new DescribeImagesCommand({ ImageIds: [id] }), {
        abortSignal: signal,
      });
      const [found] = answer.Images ?? [];
      if (found === undefined) throw new Error(`the cloud answered without ${id}`);
      return imageFrom(found);
    },

    async create(instanceId, name, tags, signal) {
      await guard.assertOwn([instanceId], signal);
      const own = ownTags(tags, name);
      const answer = await client.send(
        new CreateImageCommand({
          InstanceId: instanceId,
          Name: name,
          TagSpecifications: [tagSpecification('image', own), tagSpecification('snapshot', own)],
        }),
        { abortSignal: signal },
      );
      const id = answer.ImageId as ImageId;
      guard.made(id);
      return id;
    },

    async remove(image, signal) {
      await guard.assertOwn([image.id, ...image.snapshotIds], signal);
      await client.send(new DeregisterImageCommand({ ImageId: image.id }), { abortSignal: signal });
      for (const SnapshotId of image.snapshotIds) {
        await client.send(new DeleteSnapshotCommand({ SnapshotId }), { abortSignal: signal });
      }
    },
  };
}
