import { z } from 'zod';
import { archivesOf } from '../../environment/archives';
import { all } from '../../environment/turns';
import { action } from './action';
import { dataVolumeCommand } from './commands';
import { instanceNames } from './instance-names';
import { lastUntil } from './off-site-store';

/** Sees that the instances' data volumes were all made of the snapshots of the last good archive. */
export const checkDataVolumes = action({
  name: 'check-data-volumes',
  parameters: z.strictObject({ instances: instanceNames }),
  commands: ({ instances }, { environment }) =>
    instances.flatMap((name) => [
      dataVolumeCommand(environment, name),
      `aws ec2 describe-volumes --volume-ids "$volume" --query 'Volumes[0].SnapshotId'`,
    ]),
  async run({ instances }, { cloud, dataVolume, snapshotTags }, signal) {
    const archives = archivesOf(await cloud.snapshots.find(snapshotTags, signal)).filter(({ good }) => good);
    const last = lastUntil(archives, undefined, 'good archive');
    const others = (
      await all(
        instances.map(async (name) => {
          const { id, snapshotId } = await dataVolume(name, signal);
          const of = last.snapshots.find(({ tags }) => tags['firedrill:instance'] === name);
          return of !== undefined && of.id === snapshotId
            ? []
            : [`${id} of ${name} is made of ${snapshotId ?? 'no snapshot'}`];
        }),
      )
    ).flat();
    if (others.length > 0) throw new Error(`${others.join(', ')}; expected those of ${last.set}`);
    return `the data volumes of ${instances.join(', ')} are made of ${last.set}, taken ${last.takenAt}`;
  },
});
