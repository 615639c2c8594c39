import { z } from 'zod';
import { archivesOf, archiveTag } from '../../../environment/archives';
import { drillOnly } from '../../../environment/drill-snapshots';
import { action } from '../action';
import { onInstance } from '../commands';
import { lastUntil, offSiteCopies, RESTIC } from '../off-site/off-site-store';

const [DRILL_ONLY = ''] = Object.keys(drillOnly);

/**
 * Sees that the last good archive is young enough, that it lies off site as well, and that no other of its day is kept in
 * either place. In a drill it looks only at the drill's own snapshots in the cloud.
 */
export const checkArchives = action({
  name: 'check-archives',
  parameters: z.strictObject({
    minutes: z
      .string()
      .regex(/^[1-9]\d*$/, { error: 'expected whole minutes' })
      .transform(Number),
  }),
  commands: (_, { environment, target }) => [
    `aws ec2 describe-snapshots --owner-ids self --filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag-key,Values=${archiveTag} --query 'sort_by(Snapshots,&StartTime)[].[StartTime,SnapshotId,Tags]'`,
    onInstance(target, `${RESTIC} snapshots --host ${environment.name}`),
  ],
  async run({ minutes }, context, signal) {
    const { cloud, snapshotTags } = context;
    const snapshots = (await cloud.snapshots.find(snapshotTags, signal)).filter(
      ({ tags }) => tags[DRILL_ONLY] === snapshotTags[DRILL_ONLY],
    );
    const archives = archivesOf(snapshots).filter(({ good }) => good);
    const last = lastUntil(archives, undefined, 'good archive');
    const age = (Date.now() - Date.parse(last.takenAt)) / 60_000;
    if (age > minutes)
      throw new Error(
        `the last good archive, ${last.set}, is ${age.toFixed(0)} min old; at most ${String(minutes)}`,
      );
    const copies = await offSiteCopies(context, { signal });
    const copy = lastUntil(copies, undefined, 'copy off site');
    if (copy.set !== last.set)
      throw new Error(`the last copy off site is of ${copy.set}, not of ${last.set}`);
    const sameDay = [...archives, ...copies].filter(
      ({ set, takenAt }) => set !== last.set && takenAt.slice(0, 10) === last.takenAt.slice(0, 10),
    );
    if (sameDay.length > 0)
      throw new Error(`of its day there still is ${sameDay.map(({ set }) => set).join(', ')}`);
    return `${last.set} of ${last.takenAt} is in the cloud, ${copy.id.slice(0, 8)} off site, and no other of that day`;
  },
});
