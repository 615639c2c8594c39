import { z } from 'zod';
import { archivesOf } from '../../../environment/archives';
import { all } from '../../../environment/turns';
import { action } from '../action';
import { dataVolumeCommand, filters } from '../commands';
import { instanceNames } from '../instance-names';
import { archiveUntil, lastUntil } from '../off-site/off-site-store';

/**
 * Sees that the instances' data volumes were all made of the snapshots of the last good archive, or of the one before it: then
 * the head must be kept, too, both the last archive and the volume that each instance had until now, detached and whole.
 */
export const checkDataVolumes = action({
  name: 'check-data-volumes',
  parameters: z.strictObject({
    instances: instanceNames,
    archive: z.enum(['last', 'before-last']).default('last'),
  }),
  commands: ({ instances, archive }, { environment }) =>
    instances.flatMap((name) => [
      dataVolumeCommand(environment, name),
      `aws ec2 describe-volumes --volume-ids "$volume" --query 'Volumes[0].SnapshotId'`,
      ...(archive === 'last'
        ? []
        : [
            `aws ec2 describe-volumes ${filters(environment, name)} Name=tag:firedrill:volume,Values=damaged --query 'Volumes[].[VolumeId,State]'  # kept, and available`,
          ]),
    ]),
  async run({ instances, archive }, { cloud, dataVolume, snapshotTags }, signal) {
    const archives = archivesOf(await cloud.snapshots.find(snapshotTags, signal)).filter(({ good }) => good);
    const head = lastUntil(archives, undefined, 'good archive');
    const wanted = archive === 'last' ? head : archiveUntil(archives, 'before-last', 'good archive');
    const wrong = (
      await all(
        instances.map(async (name) => {
          const { id, snapshotId } = await dataVolume(name, signal);
          const of = wanted.snapshots.find(({ tags }) => tags['firedrill:instance'] === name);
          return of !== undefined && of.id === snapshotId
            ? []
            : [`${id} of ${name} is made of ${snapshotId ?? 'no snapshot'}; expected that of ${wanted.set}`];
        }),
      )
    ).flat();
    if (wrong.length > 0) throw new Error(wrong.join(', '));
    const made = `the data volumes of ${instances.join(', ')} are made of ${wanted.set}, taken ${wanted.takenAt}`;
    if (archive === 'last') return made;
    const kept = await all(
      instances.map(async (name) => {
        const found = await cloud.volumes.find({ Name: name, 'firedrill:volume': 'damaged' }, signal);
        const [volume] = found.filter(({ state }) => state === 'available');
        if (volume === undefined) throw new Error(`the volume that ${name} had until now is not kept`);
        return `${volume.id} of ${name}`;
      }),
    );
    return `${made}; kept are ${head.set}, taken ${head.takenAt}, and the volumes of until now: ${kept.join(', ')}`;
  },
});
