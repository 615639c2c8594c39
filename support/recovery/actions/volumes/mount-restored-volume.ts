import { z } from 'zod';
import { untilVolume } from '../../../cloud/until-state';
import { seconds } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { runningInstance } from '../../../cloud/running-instance';
import { isMounted } from '../../../hosts/mounts';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { waitLimit } from '../wait-limit';
import { instanceCommand, onInstance } from '../commands';

/** Attaches the volume that an earlier step made, and mounts it beside the data volume: read-only unless told. */
export const mountRestoredVolume = action({
  name: 'mount-restored-volume',
  parameters: z.strictObject({
    device: z.string().regex(/^\/dev\/xvd[b-z]$/, { error: 'expected a device such as /dev/xvdg' }),
    mount: z.string().startsWith('/'),
    access: z.enum(['ro', 'rw']).default('ro'),
  }),
  commands: ({ device, mount, access }, { environment, target }) => [
    instanceCommand(environment, target),
    `aws ec2 attach-volume --volume-id "$restored" --instance-id "$instance" --device ${device}`,
    'aws ec2 wait volume-in-use --volume-ids "$restored"',
    onInstance(target, `mkdir -p ${mount}`),
    // The snapshot carries the same file system UUID as the volume it was taken of.
    onInstance(target, `mount -t xfs -o ${access},nouuid ${device} ${mount}`),
  ],
  async run({ device, mount, access }, { target, host, cloud, facts, undoAtEnd, budget }, signal) {
    const volume = facts.restoredVolume;
    if (volume === undefined) throw new Error('no earlier step has made a volume of a snapshot');
    const instance = await runningInstance(cloud.instances, target, signal);
    undoAtEnd(`${mount} on ${target}`, async (until) => {
      await asRoot(host(target), `if ${isMounted(mount)}; then umount ${quote(mount)}; fi`, {
        signal: until,
      });
    });
    await cloud.volumes.attach(volume.id, instance.id, device, signal);
    await untilVolume(cloud.volumes, volume.id, 'in-use', { deadline: waitLimit(budget), signal });
    const found = await asRoot(host(target), mountScript(device, volume.id, mount, access), {
      signal,
      timeout: seconds(60),
    });
    return `${volume.id} is attached to ${target} as ${found.trim()} and mounted on ${mount} (${access})`;
  },
});

/** The host's name of the device is EC2's, its `sd` form, or an NVMe device whose serial number is the volume's id. */
export const mountScript = (device: string, volumeId: string, mount: string, access: 'ro' | 'rw'): string => `
set -eu
for attempt in $(seq 100); do
  for found in ${device} ${device.replace('xvd', 'sd')} /dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volumeId.replace('-', '')}; do
    [ -b "$found" ] && break 2
  done
  sleep 0.2
done
[ -b "$found" ] || { echo "no block device ${device} appeared" >&2; exit 1; }
mkdir -p ${quote(mount)}
mount -t xfs -o ${access},nouuid "$found" ${quote(mount)}
echo "$found"
`;
