import { archivesOf, archiveTag } from '../../../environment/archives';
import { deleteSnapshots, drillOnly } from '../../../environment/drill-snapshots';
import type { Environment } from '../../../environment/environment';
import { expiredArchives } from '../../../environment/expired-archives';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { offSiteCopies, restic, RESTIC } from '../off-site/off-site-store';

const [DRILL_ONLY = ''] = Object.keys(drillOnly);

/**
 * Deletes the archives, in the cloud and off site, that the environment's rule keeps no longer. Never the last good one. In a
 * drill it looks only at the drill's own snapshots in the cloud.
 */
export const deleteOldArchives = action({
  name: 'delete-old-archives',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    `aws ec2 describe-snapshots --owner-ids self --filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag-key,Values=${archiveTag} --query 'Snapshots[].[StartTime,SnapshotId,Tags]'`,
    '# of each set that the rule keeps no longer:',
    'aws ec2 delete-snapshot --snapshot-id "$snapshot"',
    onInstance(target, [RESTIC, ...forget(environment)].join(' ')),
  ],
  async run(_, context, signal) {
    const { environment, cloud, snapshotTags } = context;
    const snapshots = await cloud.snapshots.find(snapshotTags, signal);
    const archives = archivesOf(
      snapshots.filter(({ tags }) => tags[DRILL_ONLY] === snapshotTags[DRILL_ONLY]),
    );
    const expired = expiredArchives(archives, environment.archive.keep, new Date());
    for (const { set } of expired) await deleteSnapshots(cloud.snapshots, { [archiveTag]: set }, signal);
    const before = await offSiteCopies(context, { signal });
    await restic(context, forget(environment), { signal });
    const left = await offSiteCopies(context, { signal });
    const gone = before.filter(({ id }) => left.every((each) => each.id !== id));
    const kept = archives.filter((each) => !expired.includes(each));
    return [
      `in the cloud ${listed(expired)} deleted, ${listed(kept)} kept`,
      `off site ${listed(gone)} deleted, ${listed(left)} kept`,
    ].join('; ');
  },
});

/** Restic's own rule is the same; it keeps the last one, too, for a day that has one counts. */
const forget = ({ name, archive: { keep } }: Pick<Environment, 'name' | 'archive'>): readonly string[] => [
  ...['forget', '--prune', '--host', name, '--group-by', 'host'],
  ...['--keep-last', '1', '--keep-daily', String(keep.daily)],
  ...(keep.weekly > 0 ? ['--keep-weekly', String(keep.weekly)] : []),
];

const listed = (archives: readonly { readonly set: string; readonly takenAt: string }[]): string =>
  archives.map(({ set, takenAt }) => `${set} of ${takenAt}`).join(', ') || 'none';
