import { z } from 'zod';
import { instanceNamed } from '../../../environment/environment';
import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { instanceCommand } from '../commands';
import { imageCommand, imageReference, referredImage, rememberedImage } from './image-reference';

/** Sees that an instance is of an image, and that it would be run anew from the same one. */
export const checkImageOfInstance = action({
  name: 'check-image-of-instance',
  parameters: z.strictObject({ image: imageReference }),
  commands: ({ image }, { environment, target }) => [
    imageCommand(environment, image),
    instanceCommand(environment, target),
    `aws ec2 describe-instances --instance-ids "$instance" --query 'Reservations[0].Instances[0].ImageId' --output text  # "$image"`,
    `echo "${rememberedImage(environment, target, instanceNamed(environment, target).role)}"  # "$image"`,
  ],
  async run({ image: reference }, context, signal) {
    const { target, cloud, imageOf } = context;
    const wanted = referredImage(reference, context);
    const { id, imageId } = await runningInstance(cloud.instances, target, signal);
    if (imageId !== wanted) throw new Error(`${target} (${id}) is of ${imageId}, not of ${wanted}`);
    const next = imageOf(target);
    if (next !== wanted) throw new Error(`${target} is of ${wanted}, but would be run anew from ${next}`);
    return `${target} (${id}) is of ${wanted}, and would be run anew from it`;
  },
});
