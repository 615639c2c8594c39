import { z } from 'zod';
import type { ImageId } from '../../../cloud/ids';
import { untilInstance } from '../../../cloud/until-state';
import { minutes } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { action } from '../action';
import { dataVolumeCommand, filters, onInstance } from '../commands';
import { imageCommand, imageReference, referredImage, rememberedImage } from './image-reference';
import type { ActionContext } from '../context';
import { waitLimit } from '../wait-limit';

/** `declared` is the revision of the environment; a host that is told another asks the repository for that. */
const revision = z.union([z.literal('declared'), z.string().regex(/^r-[0-9a-f]{12}$/)]).default('declared');

/**
 * Runs a new instance of the image that it had, or of another, with the same address, gives it the data volume and initialises it. Within the
 * step's budget it gives up waiting for one that does not become ready, and says what that said last; the instance stays.
 */
export const replaceInstance = action({
  name: 'replace-instance',
  parameters: z.strictObject({ revision, image: imageReference.default('remembered') }),
  commands: ({ revision: told, image }, { environment, target }) => {
    const { role, address, type, subnet, volume, elasticIp } = instanceNamed(environment, target);
    const own = `--filters Name=tag:firedrill:environment,Values=${environment.name}`;
    return [
      ...(told === 'declared'
        ? []
        : [`# in .firedrill/${environment.name}/user-data/${target}: "revision": "${told}"`]),
      dataVolumeCommand(environment, target),
      image === 'remembered'
        ? `image=${rememberedImage(environment, target, role)}`
        : imageCommand(environment, image),
      `subnet=$(aws ec2 describe-subnets ${own} Name=tag:firedrill:subnet,Values=${subnet} --query 'Subnets[0].SubnetId' --output text)`,
      `group=$(aws ec2 describe-security-groups ${filters(environment, target)} --query 'SecurityGroups[0].GroupId' --output text)`,
      `instance=$(aws ec2 run-instances --image-id "$image" --instance-type ${type} --subnet-id "$subnet" --private-ip-address ${address} --security-group-ids "$group" --user-data file://.firedrill/${environment.name}/user-data/${target} --metadata-options HttpTokens=required --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=${target}},{Key=firedrill:environment,Value=${environment.name}}]' --query 'Instances[0].InstanceId' --output text)`,
      'aws ec2 wait instance-running --instance-ids "$instance"',
      ...(elasticIp
        ? [
            `allocation=$(aws ec2 describe-addresses ${filters(environment, target)} --query 'Addresses[0].AllocationId' --output text)`,
            'aws ec2 associate-address --allocation-id "$allocation" --instance-id "$instance"',
          ]
        : []),
      `aws ec2 attach-volume --volume-id "$volume" --instance-id "$instance" --device ${volume.device}`,
      onInstance(target, 'sh -c "until test -e /run/firedrill/init-done; do sleep 1; done"'),
    ];
  },
  async run({ revision: told, image: reference }, context, signal) {
    const { environment, target, replaceInstance: replace, budget, imageOf, undoAtEnd } = context;
    const { address, volume } = instanceNamed(environment, target);
    const image = reference === 'remembered' ? undefined : referredImage(reference, context);
    // A way back is itself the undoing of what an earlier step did.
    if (image !== undefined && reference !== 'before') {
      const before = imageOf(target);
      undoAtEnd(`${target}, an instance of ${image}`, (until) => putImageBack(before, context, until));
    }
    const { id } = await replace(target, signal, {
      revision: told === 'declared' ? undefined : told,
      within: waitLimit(budget),
      image,
    });
    const of = image === undefined ? '' : ` of ${image}`;
    return `${target} is ${id}${of} now, at ${address}, initialised with its data volume on ${volume.mount}`;
  },
});

/** An instance of the image before, on the data as they are; its application is not started, for they may be of another version. */
async function putImageBack(
  image: ImageId,
  { target, cloud: { instances }, replaceInstance: replace }: ActionContext,
  signal: AbortSignal,
): Promise<void> {
  const found = (await instances.find({ Name: target }, signal)).find(
    ({ state }) => state !== 'shutting-down',
  );
  if (found?.imageId === image) return;
  if (found !== undefined) {
    await instances.terminate([found.id], 'cut', signal);
    await untilInstance(instances, found.id, 'terminated', { deadline: minutes(2), signal });
  }
  await replace(target, signal, { image });
}
