import { z } from 'zod';
import type { Image } from '../../../cloud/images';
import { instanceNamed } from '../../../environment/environment';
import {
  imageInputsTag,
  imageRoleTag,
  imagesEnvironment,
  imageVersionTag,
} from '../../../environment/images-environment';
import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { imageCommand, imageReference, referredImage } from './image-reference';

/**
 * Sees that an image was built by its recipe, is there, is for the role of the target, and brings the version that is wanted; and
 * that the target does not have it yet. It notes the image that the target has, as `before`.
 */
export const checkImage = action({
  name: 'check-image',
  parameters: z.strictObject({ image: imageReference, version: z.string() }),
  commands: ({ image, version }, { environment, target }) => [
    imageCommand(environment, image),
    `aws ec2 describe-images --owners self --image-ids "$image" --query 'Images[0].[State,Tags]'  # available; ${imageRoleTag} ${instanceNamed(environment, target).role}, ${imageVersionTag} ${version}, and ${imageInputsTag}`,
  ],
  async run({ image: reference, version }, context, signal) {
    const { environment, target, cloud, facts } = context;
    const id = referredImage(reference, context);
    const { role } = instanceNamed(environment, target);
    const [present, images] = await Promise.all([
      runningInstance(cloud.instances, target, signal),
      cloud.images.ofEnvironment(imagesEnvironment, signal),
    ]);
    const image = images.find((each) => each.id === id);
    if (image === undefined) throw new Error(`${id} was not built here: none of our images has that id`);
    const problems = problemsOf(image, role, version);
    if (present.imageId === id) problems.push(`${target} has it already`);
    if (problems.length > 0) throw new Error(`${id} (${image.name}) is not promoted: ${problems.join('; ')}`);
    facts.imagesBefore = new Map([...(facts.imagesBefore ?? []), [target, present.imageId]]);
    return `${id} (${image.name}) of ${image.createdAt} has ${role} ${version}; ${target} has ${present.imageId}`;
  },
});

/** Why an image is not the one that is wanted for a role, a phrase each. */
export function problemsOf(
  { state, tags }: Pick<Image, 'state' | 'tags'>,
  role: string,
  version: string,
): string[] {
  const problems: string[] = [];
  if (state !== 'available') problems.push(`it is ${state}`);
  if (tags[imageInputsTag] === undefined) problems.push('nothing says what it was made of');
  if (tags[imageRoleTag] !== role)
    problems.push(`it is for the role ${tags[imageRoleTag] ?? 'of nobody'}, not ${role}`);
  if (tags[imageVersionTag] !== version)
    problems.push(`it brings ${tags[imageVersionTag] ?? 'no version that it tells'}, not ${version}`);
  return problems;
}
