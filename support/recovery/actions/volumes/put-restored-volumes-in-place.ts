import { z } from 'zod';
import { instanceNamed } from '../../../environment/environment';
import { all } from '../../../environment/turns';
import { action } from '../action';
import { onInstance } from '../commands';
import type { ActionContext } from '../context';
import { instanceNames } from '../instance-names';
import { mountOnHost } from './mount-data-volume';
import { swapDataVolume } from './swap-data-volume';

/**
 * Makes the volumes that an earlier step restored the instances' data volumes. Where an instance runs, its own is swapped
 * for the restored one and kept; its application must be stopped. Where there is none, the new instance will take it over.
 */
export const putRestoredVolumesInPlace = action({
  name: 'put-restored-volumes-in-place',
  parameters: z.strictObject({ instances: instanceNames }),
  commands: ({ instances }, { environment }) =>
    instances.flatMap((name) => {
      const { mount, device } = instanceNamed(environment, name).volume;
      return [
        `# where ${name} runs:`,
        onInstance(name, `umount ${mount}`),
        'aws ec2 detach-volume --volume-id "$volume" && aws ec2 wait volume-available --volume-ids "$volume"',
        `aws ec2 attach-volume --volume-id "$${name}" --instance-id "$instance" --device ${device}`,
        onInstance(name, `mount -t xfs -o nouuid,noatime ${device} ${mount}`),
        `# in any case:`,
        `aws ec2 create-tags --resources "$${name}" --tags Key=firedrill:volume,Value=data Key=Name,Value=${name}`,
      ];
    }),
  async run({ instances }, context, signal) {
    const said = await all(instances.map((name) => putInPlace(name, context, signal)));
    delete context.facts.restoredVolumes;
    return said.join('; ');
  },
});

async function putInPlace(name: string, context: ActionContext, signal: AbortSignal): Promise<string> {
  const { cloud, environment, facts, host } = context;
  const restored = facts.restoredVolumes?.get(name);
  if (restored === undefined) throw new Error(`no earlier step has made a volume for ${name}`);
  const serving = (await cloud.instances.find({ Name: name }, signal)).filter(
    ({ state }) => state !== 'terminated' && state !== 'shutting-down',
  );
  if (serving.length === 0) {
    const left = await cloud.volumes.find({ Name: name, 'firedrill:volume': 'data' }, signal);
    const there = left.find(({ state }) => !state.startsWith('delet'));
    if (there !== undefined) throw new Error(`${name} has no instance, but ${there.id} is its data volume`);
    await cloud.volumes.setTags(restored.id, { 'firedrill:volume': 'data', Name: name }, signal);
    return `${restored.id} is the data volume that ${name} will have`;
  }
  const old = await swapDataVolume(context, name, restored, signal);
  await mountOnHost(host(name), signal);
  return `${restored.id} is mounted at ${instanceNamed(environment, name).volume.mount} on ${name}; ${old} is kept`;
}
