import { z } from 'zod';
import type { Volume } from '../../../cloud/volumes';
import { archivesOf, archiveTag } from '../../../environment/archives';
import { instanceNamed, instanceOfRole, type Environment } from '../../../environment/environment';
import { all } from '../../../environment/turns';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { instanceCommand, onInstance } from '../commands';
import type { ActionContext } from '../context';
import { instanceNames } from '../instance-names';
import { lastUntil } from '../off-site/off-site-store';
import { deleteRestoredVolume, makeRestoredVolume, restoredOfTag } from '../volumes/restored-volume';
import { secondServer } from '../databases/second-server';
import { deviceBeside, mountCommands, mountVolumes, takeAwayVolumes } from '../volumes/volumes-beside';
import { waitLimit } from '../wait-limit';

/** The name of an environment. */
export const environmentName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, { error: 'expected the name of an environment' });

/** Where another environment's data volume is mounted, beside that of the instance which has the same role here. */
export const mountOfAnother = (other: string): string => `/mnt/${other}`;

/** Where the other environment's data of an instance lie here: as below its own mount. */
export const beside = (environment: Environment, instance: string, other: string, path: string): string =>
  path.replace(instanceNamed(environment, instance).volume.mount, mountOfAnother(other));

const DEVICE = deviceBeside(0);

/**
 * Makes volumes of the newest archive of another environment, and mounts each beside the data volume of the instance that has
 * its name here. Nothing of the other environment is changed, and nothing of it is put into service.
 */
export const mountArchiveOfAnother = action({
  name: 'mount-archive-of-another',
  parameters: z.strictObject({ from: environmentName, instances: instanceNames }),
  commands: ({ from, instances }, { environment }) => [
    `aws ec2 describe-snapshots --owner-ids self --filters Name=tag:firedrill:environment,Values=${from} Name=tag-key,Values=${archiveTag} --query 'sort_by(Snapshots,&StartTime)[].[StartTime,SnapshotId,Tags]'  # the last whole set`,
    ...instances.flatMap((name) => [
      `volume=$(aws ec2 create-volume --snapshot-id "$snapshot_of_${name}" --availability-zone "$zone" --volume-type gp3 --tag-specifications 'ResourceType=volume,Tags=[{Key=Name,Value=${name}-restored},{Key=firedrill:environment,Value=${environment.name}},{Key=firedrill:volume,Value=restored},{Key=${restoredOfTag},Value=${from}}]' --query VolumeId --output text)`,
      instanceCommand(environment, name),
      ...mountCommands(name, '"$volume"', DEVICE, mountOfAnother(from), 'rw'),
    ]),
  ],
  async run({ from, instances }, context, signal) {
    const { cloud, dataVolume, budget } = context;
    const archives = archivesOf(await cloud.snapshots.ofEnvironment(from, signal)).filter(
      ({ good, instances: of }) => good && instances.every((name) => of.includes(name)),
    );
    const archive = lastUntil(archives, undefined, `good archive of ${from} with ${instances.join(', ')}`);
    await all(
      instances.map(async (instance) => {
        const snapshot = archive.snapshots.find(({ tags }) => tags['firedrill:instance'] === instance);
        if (snapshot === undefined) throw new Error(`${archive.set} has no snapshot of ${instance}`);
        const { availabilityZone } = await dataVolume(instance, signal);
        const spec = { instance, availabilityZone, from: snapshot.id, of: from, deadline: waitLimit(budget) };
        const volume = await makeRestoredVolume(context, spec, signal);
        // A database and a directory that are read have to be written to, if only their locks.
        await mountVolumes(
          context,
          instance,
          [{ volume, device: DEVICE, mount: mountOfAnother(from) }],
          'rw',
          signal,
        );
      }),
    );
    return `volumes of ${archive.set} of ${from}, taken ${archive.takenAt}, are mounted at ${mountOfAnother(from)} on ${instances.join(', ')}`;
  },
});

/** Takes every volume with another environment's data away and deletes it, also those of a refresh that was cut short. */
export const removeArchiveOfAnother = action({
  name: 'remove-archive-of-another',
  parameters: z.strictObject({ from: environmentName }),
  commands: ({ from }, { environment }) => {
    const mysql = instanceOfRole(environment, 'mysql').name;
    return [
      onInstance(mysql, `systemctl stop ${secondServer(environment, mysql, mountOfAnother(from)).unit}`),
      `aws ec2 describe-volumes --filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag:${restoredOfTag},Values=${from} --query 'Volumes[].[VolumeId,Attachments[0].InstanceId]' --output text`,
      `# on each of these instances: ssh INSTANCE 'sudo umount ${mountOfAnother(from)}'`,
      '# of each: aws ec2 detach-volume --volume-id "$volume"; aws ec2 wait volume-available --volume-ids "$volume"; aws ec2 delete-volume --volume-id "$volume"',
    ];
  },
  async run({ from }, context, signal) {
    const { environment } = context;
    const found = await volumesOfAnother(context, from, signal);
    await all(found.map((volume) => remove(volume, from, context, signal)));
    const left = await volumesOfAnother(context, from, signal);
    if (left.length > 0)
      throw new Error(`${left.map(({ id }) => id).join(', ')} of ${from} could not be deleted`);
    return found.length === 0
      ? `${environment.name} has no volume of ${from}`
      : `deleted: ${found.map(({ id }) => id).join(', ')}; ${environment.name} has no volume of ${from} any more`;
  },
});

/** Volumes of this environment that hold another's data. */
export async function volumesOfAnother(
  { cloud }: Pick<ActionContext, 'cloud'>,
  from: string,
  signal: AbortSignal,
): Promise<readonly Volume[]> {
  const found = await cloud.volumes.find({ [restoredOfTag]: from }, signal);
  return found.filter(({ state }) => !state.startsWith('delet'));
}

async function remove(
  volume: Volume,
  from: string,
  context: ActionContext,
  signal: AbortSignal,
): Promise<void> {
  const { cloud, environment, host } = context;
  const instanceId = volume.attachment?.instanceId;
  const holder = (await cloud.instances.find({}, signal)).find(({ id }) => id === instanceId)?.tags['Name'];
  if (holder !== undefined) {
    const mount = mountOfAnother(from);
    const { role } = instanceNamed(environment, holder);
    if (role === 'mysql') {
      const { unit } = secondServer(environment, holder, mount);
      await asRoot(host(holder), `systemctl stop ${unit} 2>/dev/null || true`, { signal });
    }
    await takeAwayVolumes(context, holder, [{ volume, device: DEVICE, mount }], signal);
  }
  await deleteRestoredVolume(cloud, volume.id, signal);
}
