import { z } from 'zod';
import { instanceNamed } from '../../../environment/environment';
import { action } from '../action';
import { dataVolumeCommand } from '../commands';

/** Asks EC2 to make the data volume `factor` times as large, rounded up to whole GiB. */
export const modifyVolume = action({
  name: 'modify-volume',
  parameters: z.strictObject({
    factor: z
      .string()
      .regex(/^\d+(\.\d+)?$/, { error: 'expected a number' })
      .transform(Number)
      .refine((factor) => factor > 1, {
        error: 'expected a factor above 1: a volume cannot be made smaller',
      }),
  }),
  commands: ({ factor }, { environment, target }) => [
    dataVolumeCommand(environment, target),
    `aws ec2 describe-volumes --volume-ids "$volume" --query 'Volumes[0].Size'`,
    `aws ec2 modify-volume --volume-id "$volume" --size ${String(Math.ceil(instanceNamed(environment, target).volume.sizeGiB * factor))}`,
  ],
  async run({ factor }, { target, cloud, dataVolume }, signal) {
    const volume = await dataVolume(target, signal);
    const size = Math.ceil(volume.sizeGiB * factor);
    await cloud.volumes.grow(volume.id, size, signal);
    return `${volume.id} of ${target} grows from ${String(volume.sizeGiB)} to ${String(size)} GiB`;
  },
});
