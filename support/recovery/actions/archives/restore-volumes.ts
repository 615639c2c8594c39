import { z } from 'zod';
import type { Volume } from '../../../cloud/volumes';
import { minutes } from '../../../drill/time';
import { archivesOf, archiveTag } from '../../../environment/archives';
import { instanceNamed, instanceOfRole } from '../../../environment/environment';
import { all } from '../../../environment/turns';
import { action } from '../action';
import { instanceCommand, onInstance } from '../commands';
import type { ActionContext } from '../context';
import { instanceNames } from '../instance-names';
import {
  archiveMount,
  archiveUntil,
  offSiteCopies,
  restic,
  RESTIC,
  type ArchiveMoment,
} from '../off-site/off-site-store';
import { makeRestoredVolume } from '../volumes/restored-volume';
import {
  deviceBeside,
  mountCommands,
  mountVolumes,
  takeAwayVolumes,
  type VolumeBeside,
} from '../volumes/volumes-beside';
import { waitLimit } from '../wait-limit';

const parameters = z.strictObject({
  instances: instanceNames,
  /** `cloud`: the snapshots; `off-site`: blank volumes, filled from the off-site store, and no snapshot is used. */
  from: z.enum(['cloud', 'off-site']),
  /** The last archive of then or before is taken; `now`: the last of all; `before-last`: the one before that. */
  to: z.union([
    z.literal('now'),
    z.literal('before-last'),
    /** ISO 8601 */
    z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  ]),
});

type Chosen = z.output<typeof parameters>;

/** Makes a volume for each instance that holds its data as an archive has it. What they replace is not touched. */
export const restoreVolumes = action<Chosen>({
  name: 'restore-volumes',
  parameters,
  commands: ({ instances, from, to }, { environment, target }) =>
    from === 'cloud'
      ? [
          `aws ec2 describe-snapshots --owner-ids self --filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag-key,Values=${archiveTag} --query 'sort_by(Snapshots,&StartTime)[].[StartTime,SnapshotId,Tags]'  # the last set ${whenText(to)}`,
          ...instances.map(
            (name) =>
              `${name}=$(aws ec2 create-volume --snapshot-id "$snapshot_of_${name}" --availability-zone "$zone" --volume-type gp3 --tag-specifications 'ResourceType=volume,Tags=[{Key=Name,Value=${name}-restored},{Key=firedrill:environment,Value=${environment.name}}]' --query VolumeId --output text)`,
          ),
        ]
      : [
          onInstance(target, `${RESTIC} snapshots --host ${environment.name}`) +
            `  # the last ${whenText(to)}`,
          instanceCommand(environment, target),
          ...instances.flatMap((name, index) => [
            `${name}=$(aws ec2 create-volume --size ${String(instanceNamed(environment, name).volume.sizeGiB)} --availability-zone "$zone" --volume-type gp3 --tag-specifications 'ResourceType=volume,Tags=[{Key=Name,Value=${name}-restored},{Key=firedrill:environment,Value=${environment.name}}]' --query VolumeId --output text)`,
            ...mountCommands(target, `"$${name}"`, deviceBeside(index), archiveMount(name), 'blank'),
          ]),
          onInstance(
            target,
            `${RESTIC} restore "$copy" --target / ${instances.map((name) => `--include ${archiveMount(name)}`).join(' ')} --verify`,
          ),
          ...instances.flatMap((name) => [
            onInstance(target, `umount ${archiveMount(name)}`),
            `aws ec2 detach-volume --volume-id "$${name}"`,
          ]),
        ],
  async run(chosen, context, signal) {
    const { volumes, said } = await (chosen.from === 'cloud' ? fromCloud : fromOffSite)(
      chosen,
      context,
      signal,
    );
    context.facts.restoredVolumes = volumes;
    const made = [...volumes].map(([name, { id }]) => `${id} for ${name}`).join(', ');
    return `${said}: ${made}`;
  },
});

interface Made {
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly said: string;
}

async function fromCloud(
  { instances, to }: Chosen,
  context: ActionContext,
  signal: AbortSignal,
): Promise<Made> {
  const { cloud, dataVolume, budget } = context;
  const archives = archivesOf(await cloud.snapshots.find({}, signal)).filter(
    ({ good, instances: of }) => good && instances.every((name) => of.includes(name)),
  );
  const archive = archiveUntil(archives, to, `good archive of ${instances.join(', ')}`);
  const volumes = await all(
    instances.map(async (instance) => {
      const snapshot = archive.snapshots.find(({ tags }) => tags['firedrill:instance'] === instance);
      if (snapshot === undefined) throw new Error(`${archive.set} has no snapshot of ${instance}`);
      const { availabilityZone } = await dataVolume(instance, signal);
      const spec = { instance, availabilityZone, from: snapshot.id, deadline: waitLimit(budget) };
      return [instance, await makeRestoredVolume(context, spec, signal)] as const;
    }),
  );
  return {
    volumes: new Map(volumes),
    said: `volumes of the snapshots of ${archive.set}, taken ${archive.takenAt}`,
  };
}

async function fromOffSite(
  { instances, to }: Chosen,
  context: ActionContext,
  signal: AbortSignal,
): Promise<Made> {
  const { environment, cloud, dataVolume, budget } = context;
  const bastion = instanceOfRole(environment, 'bastion').name;
  const copies = (await offSiteCopies(context, { signal })).filter(({ instances: of }) =>
    instances.every((name) => of.includes(name)),
  );
  const copy = archiveUntil(copies, to, `copy of ${instances.join(', ')} off site`);
  const { availabilityZone } = await dataVolume(bastion, signal);
  const made = new Map<string, VolumeBeside>();
  try {
    await all(
      instances.map(async (instance, index) => {
        const { sizeGiB } = instanceNamed(environment, instance).volume;
        const spec = { instance, availabilityZone, from: { sizeGiB }, deadline: waitLimit(budget) };
        const volume = await makeRestoredVolume(context, spec, signal);
        made.set(instance, { volume, device: deviceBeside(index), mount: archiveMount(instance) });
      }),
    );
    const beside = [...made.values()];
    await mountVolumes(context, bastion, beside, 'blank', signal);
    const includes = beside.flatMap(({ mount }) => ['--include', mount]);
    // Without its cache: nothing but the store is believed.
    const args = ['restore', copy.id, '--target', '/', ...includes, '--verify', '--no-cache'];
    const said = await restic(context, args, { signal, timeout: budget });
    context.keep('off-site-restore', said);
  } catch (error) {
    const last = AbortSignal.timeout(minutes(3));
    const cleanUp = async (): Promise<void> => {
      await takeAwayVolumes(context, bastion, [...made.values()], last);
      await all([...made.values()].map(({ volume }) => cloud.volumes.delete(volume.id, last)));
    };
    await all([cleanUp(), Promise.reject(error as Error)]);
    throw error;
  }
  await takeAwayVolumes(context, bastion, [...made.values()], signal);
  const blank = await all([...made].map(([, { volume }]) => cloud.volumes.describe(volume.id, signal)));
  const madeOf = blank.flatMap(({ snapshotId }) => snapshotId ?? []);
  if (madeOf.length > 0) throw new Error(`volumes were made of ${madeOf.join(', ')}, not blank`);
  return {
    volumes: new Map([...made].map(([name, { volume }]) => [name, volume])),
    said: `blank volumes, filled from restic's snapshot ${copy.id.slice(0, 8)}, ${copy.set} of ${copy.takenAt}`,
  };
}

const whenText = (to: ArchiveMoment): string =>
  to === 'now' ? 'of all' : to === 'before-last' ? 'but one' : `of ${to.toISOString()} or before`;
