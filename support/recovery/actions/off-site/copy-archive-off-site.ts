import { z } from 'zod';
import { minutes } from '../../../drill/time';
import { archiveTag } from '../../../environment/archives';
import { all } from '../../../environment/turns';
import { action } from '../action';
import { filters, instanceCommand, onInstance } from '../commands';
import { archiveMount, restic, RESTIC } from './off-site-store';
import { makeRestoredVolume } from '../volumes/restored-volume';
import {
  deviceBeside,
  mountCommands,
  mountVolumes,
  takeAwayVolumes,
  type VolumeBeside,
} from '../volumes/volumes-beside';
import { waitLimit } from '../wait-limit';

const summary = z.object({
  message_type: z.literal('summary'),
  total_files_processed: z.number(),
  total_bytes_processed: z.number(),
  data_added: z.number(),
  snapshot_id: z.string(),
});

/**
 * Copies the archive that an earlier step took off site: volumes of its snapshots are mounted on the target, the bastion,
 * read-only, and restic keeps their files as one of its snapshots, dated as the archive is. Nothing that people use is
 * touched. On Amazon as here: the volumes are made in the bastion's availability zone.
 */
export const copyArchiveOffSite = action({
  name: 'copy-archive-off-site',
  parameters: z.strictObject({
    /** Reads every file, and believes of none that it is stored because an earlier copy has it: restic's `--force`. */
    force: z.literal('true').exactOptional(),
  }),
  commands: ({ force }, { environment, target }) => [
    instanceCommand(environment, target),
    `# for each instance of the archive, with the next device name each:`,
    `snapshot=$(aws ec2 describe-snapshots --owner-ids self --filters Name=tag:${archiveTag},Values="$set" Name=tag:firedrill:instance,Values=NAME --query 'Snapshots[0].SnapshotId' --output text)`,
    `copy=$(aws ec2 create-volume --snapshot-id "$snapshot" --availability-zone "$zone" --volume-type gp3 --tag-specifications 'ResourceType=volume,Tags=[{Key=Name,Value=NAME-restored},{Key=firedrill:environment,Value=${environment.name}}]' --query VolumeId --output text)`,
    ...mountCommands(target, '"$copy"', deviceBeside(0), archiveMount('NAME'), 'ro'),
    `# then all of them at once, and each volume is unmounted, detached and deleted:`,
    onInstance(
      target,
      `env TZ=UTC ${RESTIC} backup ${force === undefined ? '' : '--force '}--host ${environment.name} --tag "$set" --time "$taken" /mnt/archive/*`,
    ),
    onInstance(target, `umount ${archiveMount('NAME')}`),
    `aws ec2 describe-volumes ${filters(environment, 'NAME-restored')} --query 'Volumes[].VolumeId'`,
  ],
  async run({ force }, context, signal) {
    const { environment, target, cloud, dataVolume, facts, budget } = context;
    const { archive } = facts;
    if (archive === undefined) throw new Error('no earlier step has taken an archive');
    const { availabilityZone } = await dataVolume(target, signal);
    const beside: VolumeBeside[] = [];
    const cleanUp = async (): Promise<void> => {
      // Whoever stopped us: the copies cost money and hold data.
      const last = AbortSignal.timeout(minutes(3));
      await takeAwayVolumes(context, target, beside, last);
      await all(beside.map(({ volume }) => cloud.volumes.delete(volume.id, last)));
    };
    let said: z.infer<typeof summary>;
    try {
      const made = archive.snapshots.map(async ({ id: from, tags }, index) => {
        const instance = tags['firedrill:instance'] ?? '';
        const spec = { instance, availabilityZone, from, deadline: waitLimit(budget) };
        const volume = await makeRestoredVolume(context, spec, signal);
        beside.push({ volume, device: deviceBeside(index), mount: archiveMount(instance) });
      });
      await all(made);
      await mountVolumes(context, target, beside, 'ro', signal);
      const text = await restic(
        context,
        [
          ...['backup', '--json', '--quiet', '--host', environment.name, '--tag', archive.set],
          // restic reads it as local time; the hosts' is UTC.
          ...(force === undefined ? [] : ['--force']),
          ...['--time', archive.takenAt.replace('T', ' ').slice(0, 19)],
          ...beside.map(({ mount }) => mount),
        ],
        { signal },
      );
      said = summary.parse(JSON.parse(text.trim().split('\n').at(-1) ?? ''));
    } catch (error) {
      await all([cleanUp(), Promise.reject(error as Error)]);
      throw error;
    }
    await cleanUp();
    facts.copy = said.snapshot_id;
    const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
    return `${archive.set} of ${archive.takenAt} is restic's snapshot ${said.snapshot_id.slice(0, 8)}: ${String(said.total_files_processed)} files, ${megabytes(said.total_bytes_processed)}, of which ${megabytes(said.data_added)} were new`;
  },
});
