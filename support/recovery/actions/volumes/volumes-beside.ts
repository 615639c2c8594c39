import type { InstanceId } from '../../../cloud/ids';
import { untilVolume } from '../../../cloud/until-state';
import type { Volume } from '../../../cloud/volumes';
import { minutes, seconds } from '../../../drill/time';
import { all } from '../../../environment/turns';
import { asRoot } from '../../../hosts/as-root';
import { runningInstance } from '../../../cloud/running-instance';
import { isMounted } from '../../../hosts/mounts';
import { quote } from '../../../hosts/shell';
import type { ActionContext } from '../context';

/** A volume that is mounted on an instance beside the instance's own. */
export interface VolumeBeside {
  readonly volume: Volume;
  /** EC2's name of the device. */
  readonly device: string;
  readonly mount: string;
}

/** `blank`: it gets a file system first. */
export type Access = 'ro' | 'rw' | 'blank';

type World = Pick<ActionContext, 'cloud' | 'host'>;

/** Devices for several volumes beside the data volume: `/dev/xvdg` and on. */
export const deviceBeside = (index: number): string =>
  `/dev/xvd${String.fromCodePoint('g'.charCodeAt(0) + index)}`;

const patience = (signal: AbortSignal) => ({ deadline: minutes(5), signal });

/** Attaches them all. What was done when it throws is for `takeAwayVolumes`. */
export async function attachVolumes(
  world: Pick<World, 'cloud'>,
  instance: string,
  volumes: readonly VolumeBeside[],
  signal: AbortSignal,
): Promise<void> {
  const { id } = await runningInstance(world.cloud.instances, instance, signal);
  await all(volumes.map((each) => attach(world, id, each, signal)));
}

/** Attaches and mounts them all. What was done when it throws is for `takeAwayVolumes`. */
export async function mountVolumes(
  world: World,
  instance: string,
  volumes: readonly VolumeBeside[],
  access: Access,
  signal: AbortSignal,
): Promise<void> {
  await attachVolumes(world, instance, volumes, signal);
  await asRoot(world.host(instance), volumes.map((each) => mountScript(each, access)).join('\n'), {
    signal,
    timeout: minutes(2),
  });
}

async function attach(
  { cloud }: Pick<World, 'cloud'>,
  instance: InstanceId,
  { volume, device }: VolumeBeside,
  signal: AbortSignal,
): Promise<void> {
  await cloud.volumes.attach(volume.id, instance, device, signal);
  await untilVolume(cloud.volumes, volume.id, 'in-use', patience(signal));
}

/** Unmounts and detaches them all, as far as they are mounted and attached: they are available in the end. */
export async function takeAwayVolumes(
  { cloud, host }: World,
  instance: string,
  volumes: readonly VolumeBeside[],
  signal: AbortSignal,
): Promise<void> {
  const unmount = volumes.map(({ mount }) => `if ${isMounted(mount)}; then umount ${quote(mount)}; fi`);
  await asRoot(host(instance), unmount.join('\n'), { signal, timeout: seconds(60) });
  await all(
    volumes.map(async ({ volume: { id } }) => {
      const { attachment } = await cloud.volumes.describe(id, signal);
      if (attachment !== undefined) await cloud.volumes.detach(id, false, signal);
      await untilVolume(cloud.volumes, id, 'available', patience(signal));
    }),
  );
}

/**
 * Sets `$found` to the host's name of the device: EC2's, its `sd` form, or an NVMe device whose serial number is the volume's
 * id.
 */
export const deviceScript = ({ volume, device }: Pick<VolumeBeside, 'volume' | 'device'>): string => `
found=
for attempt in $(seq 100); do
  for found in ${device} ${device.replace('xvd', 'sd')} /dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volume.id.replace('-', '')}; do
    [ -b "$found" ] && break 2
  done
  sleep 0.2
done
[ -b "$found" ] || { echo "no block device ${device} appeared" >&2; exit 1; }
`;

/** A volume of a snapshot has the file system UUID of the one it was taken of. */
const mountScript = ({ volume, device, mount }: VolumeBeside, access: Access): string => `
${deviceScript({ volume, device })}
mkdir -p ${quote(mount)} || exit 1
${access === 'blank' ? 'mkfs.xfs -q "$found" || exit 1' : ''}
mount -t xfs -o ${access === 'ro' ? 'ro' : 'rw'},nouuid "$found" ${quote(mount)} || exit 1
`;

/** What a person types for one of them. */
export const mountCommands = (
  instance: string,
  volume: string,
  device: string,
  mount: string,
  access: Access,
): readonly string[] => [
  `aws ec2 attach-volume --volume-id ${volume} --instance-id "$instance" --device ${device}`,
  `aws ec2 wait volume-in-use --volume-ids ${volume}`,
  ...(access === 'blank' ? [`ssh ${instance} 'sudo mkfs.xfs ${device}'`] : []),
  `ssh ${instance} 'sudo mkdir -p ${mount} && sudo mount -t xfs -o ${access === 'ro' ? 'ro' : 'rw'},nouuid ${device} ${mount}'`,
];
