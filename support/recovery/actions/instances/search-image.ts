import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { minutes } from '../../../drill/time';
import { domainOf } from '../../../environment/configuration';
import type { Environment } from '../../../environment/environment';
import { imagesEnvironment } from '../../../environment/images-environment';
import { asRoot } from '../../../hosts/as-root';
import { runningInstance } from '../../../cloud/running-instance';
import { quote } from '../../../hosts/shell';
import { piecesOf } from '../../image/pieces-of-secrets';
import { action } from '../action';
import { environmentName } from '../refresh/archive-of-another';
import { instanceCommand } from '../commands';
import { imageCommand, imageReference, referredImage } from './image-reference';
import { deleteRestoredVolume, makeRestoredVolume } from '../volumes/restored-volume';
import { attachVolumes, deviceBeside, deviceScript, takeAwayVolumes } from '../volumes/volumes-beside';
import { waitLimit } from '../wait-limit';

const GIB = 1024 ** 3;
const DEVICE = deviceBeside(0);
const PROGRAM = join(__dirname, '../../image/find-bytes.py');

/** Texts of one kind. A `whole` one counts only where no letter, digit or dot is beside it. */
export interface Sought {
  readonly kind: string;
  readonly texts: readonly string[];
  readonly whole: boolean;
}

/** What the program says. */
const answered = z.strictObject({
  bytes: z.int(),
  found: z.array(z.strictObject({ kind: z.string(), times: z.int(), at: z.int() })),
});
export type Answer = z.infer<typeof answered>;

/** What every image of ours has in it, and what was put behind it: a search that does not find them finds nothing. */
const SYSTEM: Sought = { kind: 'the name of its system', texts: ['Debian GNU/Linux'], whole: false };
const CONTROL = 'what was put there to be found';

/**
 * Searches every byte of an image for a part of each secret of this environment and of another, and for their host names and
 * addresses: on a volume made of its snapshot, beside the target's own. The volume is larger than the snapshot, and a text at its
 * very end has to be found as well.
 */
export const searchImage = action({
  name: 'search-image',
  parameters: z.strictObject({ image: imageReference, from: environmentName }),
  commands: ({ image, from }, { environment, target }) => [
    imageCommand(environment, image),
    `snapshot=$(aws ec2 describe-images --image-ids "$image" --query 'Images[0].BlockDeviceMappings[0].Ebs.SnapshotId' --output text)`,
    `restored=$(aws ec2 create-volume --snapshot-id "$snapshot" --availability-zone "$zone" --volume-type gp3 --query VolumeId --output text)`,
    instanceCommand(environment, target),
    `aws ec2 attach-volume --volume-id "$restored" --instance-id "$instance" --device ${DEVICE}`,
    `on ${target}: python3 find-bytes.py ${DEVICE} < sought.json  # support/recovery/image; a part of each secret, names and addresses of ${[...new Set([environment.name, from])].join(' and ')}`,
    'aws ec2 detach-volume --volume-id "$restored" && aws ec2 wait volume-available --volume-ids "$restored" && aws ec2 delete-volume --volume-id "$restored"',
  ],
  async run({ image: reference, from }, context, signal) {
    const { environment, target, cloud, host, budget, otherEnvironment, secretsOf } = context;
    const id = referredImage(reference, context);
    const others = from === environment.name ? [] : [otherEnvironment(from).environment];
    const control = { name: CONTROL, value: randomBytes(20).toString('hex') };
    const names = [environment, ...others].map(({ name }) => name);
    const secrets = names.map((name) => ({ name, kept: secretsOf(name) }));
    for (const { name, kept } of secrets)
      if (kept.length === 0)
        throw new Error(`no secret of ${name} is kept here: there is nothing to look for`);
    const all = secrets.flatMap(({ kept }) => kept);
    const sought = [
      ...piecesOf(all).map(({ name, texts }): Sought => ({
        kind: `the secret ${name}`,
        texts,
        whole: false,
      })),
      ...[environment, ...others].flatMap(namesOf),
    ];
    const [snapshotId, ...more] = (await cloud.images.describe(id, signal)).snapshotIds;
    if (snapshotId === undefined || more.length > 0)
      throw new Error(`${id} has ${snapshotId === undefined ? 'no snapshot' : 'more than one snapshot'}`);
    const { sizeGiB } = await cloud.snapshots.describe(snapshotId, signal);
    const { availabilityZone } = await runningInstance(cloud.instances, target, signal);
    const volume = await makeRestoredVolume(
      context,
      {
        ...{ instance: target, availabilityZone, from: snapshotId, of: imagesEnvironment },
        ...{ sizeGiB: sizeGiB + 1, deadline: waitLimit(budget) },
      },
      signal,
    );
    const beside = { volume, device: DEVICE, mount: '/mnt/image' };
    let said: string;
    try {
      await attachVolumes(context, target, [beside], signal);
      const controls = piecesOf([control]).map(({ texts }): Sought => ({
        kind: CONTROL,
        texts,
        whole: false,
      }));
      said = await asRoot(host(target), searchScript(beside, control.value), {
        ...{ signal, timeout: minutes(10) },
        input: JSON.stringify([...sought, ...controls, SYSTEM]),
      });
    } finally {
      // Whatever came of it, nobody needs the volume.
      const last = AbortSignal.timeout(minutes(2));
      await takeAwayVolumes(context, target, [beside], last);
      await deleteRestoredVolume(cloud, volume.id, last);
    }
    const problems = imageFindings(answered.parse(JSON.parse(said)), (sizeGiB + 1) * GIB);
    if (problems.length > 0) throw new Error(`${id}: ${problems.slice(0, 12).join('; ')}`);
    return `on none of the ${String(sizeGiB)} GiB of ${id} is one of ${String(all.length)} secrets, or a host name or address of ${names.join(' or ')}; what was put behind them was found`;
  },
});

/** Puts a text at the very end of a volume, and searches all of it for what the program is told over standard input. */
const searchScript = (volume: Parameters<typeof deviceScript>[0], control: string): string => `
${deviceScript(volume)}
end=$(blockdev --getsize64 "$found") || exit 1
printf %s ${control} | dd of="$found" bs=1 seek=$((end - ${String(control.length)})) conv=notrunc,fsync status=none || exit 1
nice -n 19 ionice -c 3 python3 -c ${quote(readFileSync(PROGRAM, 'utf8'))} "$found"`;

/** What an environment's hosts are called, and where they are. */
function namesOf({ name, instances }: Environment): readonly Sought[] {
  return [
    { kind: `a host name of ${name}`, texts: [domainOf({ name })], whole: false },
    { kind: `an address of ${name}`, texts: instances.map(({ address }) => address), whole: true },
  ];
}

/**
 * What keeps an image from being promoted, a sentence each.
 *
 * @param size how many bytes there were to look at
 */
export function imageFindings({ bytes, found }: Answer, size: number): readonly string[] {
  const controls = [CONTROL, SYSTEM.kind];
  const missing = controls.filter((kind) => !found.some((each) => each.kind === kind));
  return [
    ...(bytes === size ? [] : [`only ${String(bytes)} of ${String(size)} bytes were looked at`]),
    ...missing.map((kind) => `the search is worth nothing, for it has not found ${kind}`),
    ...found
      .filter(({ kind }) => !controls.includes(kind))
      .map(({ kind, times, at }) => `${kind} is on it, ${String(times)} times, first at byte ${String(at)}`),
  ];
}
