import { z } from 'zod';
import { milliseconds } from '../../../drill/time';
import { archivesOf, usedTag, type Archive } from '../../../environment/archives';
import { characterizationOf } from '../../../environment/characterization';
import { instanceNamed } from '../../../environment/environment';
import { all } from '../../../environment/turns';
import { volumeDifferences, type VolumeFacts } from '../../../environment/volume-differences';
import { usageOf } from '../../../hosts/used-bytes';
import { action } from '../action';
import { dataVolumeCommand, onInstance } from '../commands';
import type { ActionContext } from '../context';
import { instanceNames } from '../instance-names';

/**
 * Compares data volumes with their characterizations: size, how full they are, how fast they grow, how old their last good
 * archive is. `any` only says what differs, for the step before it is mended.
 */
export const checkVolumes = action({
  name: 'check-volumes',
  parameters: z.strictObject({ instances: instanceNames, expect: z.enum(['same', 'any']) }),
  commands: ({ instances }, { environment }) =>
    instances.flatMap((name) => [
      dataVolumeCommand(environment, name),
      `aws ec2 describe-volumes --volume-ids "$volume" --query 'Volumes[0].Size'`,
      `aws ec2 describe-snapshots --filters Name=volume-id,Values="$volume" --query 'max_by(Snapshots,&StartTime).[StartTime,Tags]'`,
      onInstance(name, `df --output=size,used,pcent ${instanceNamed(environment, name).volume.mount}`),
    ]),
  async run({ instances, expect }, context, signal) {
    const { environment, cloud, keep } = context;
    const good = archivesOf(await cloud.snapshots.find({}, signal)).filter((archive) => archive.good);
    const found = await all(
      instances.map(async (name) => {
        const { role, volume } = instanceNamed(environment, name);
        const declared = { ...characterizationOf(role).volume, sizeGiB: volume.sizeGiB };
        const facts = await factsOf(name, good, context, signal);
        return volumeDifferences(declared, facts).map((difference) => `${name}: ${difference}`);
      }),
    );
    const differences = found.flat();
    if (differences.length > 0) keep('volume-differences', `${differences.join('\n')}\n`);
    const observed =
      differences.length > 0
        ? differences.join('; ')
        : `the data volumes of ${instances.join(', ')} are as characterized`;
    if (differences.length > 0 && expect === 'same') throw new Error(observed);
    return observed;
  },
});

async function factsOf(
  name: string,
  archives: readonly Archive[],
  { environment, dataVolume, host }: ActionContext,
  signal: AbortSignal,
): Promise<VolumeFacts> {
  const { sizeGiB } = await dataVolume(name, signal);
  const fileSystem = await usageOf(host(name), instanceNamed(environment, name).volume.mount, signal);
  const last = archives.findLast(({ instances }) => instances.includes(name));
  if (last === undefined) return { sizeGiB, fileSystem };
  const snapshot = last.snapshots.find(({ tags }) => tags['firedrill:instance'] === name);
  const used = snapshot?.tags[usedTag];
  return {
    sizeGiB,
    fileSystem,
    archive: {
      set: last.set,
      age: milliseconds(Date.now() - Date.parse(last.takenAt)),
      ...(used === undefined ? {} : { used: Number(used) }),
    },
  };
}
