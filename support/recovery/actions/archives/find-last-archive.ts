import { archivesOf, archiveTag } from '../../../environment/archives';
import { drillOnly } from '../../../environment/drill-snapshots';
import { action } from '../action';
import { noParameters } from '../no-parameters';
import { lastUntil } from '../off-site/off-site-store';

const [DRILL_ONLY = ''] = Object.keys(drillOnly);

/** Finds the last good archive in the cloud, for later steps. In a drill it looks only at the drill's own snapshots. */
export const findLastArchive = action({
  name: 'find-last-archive',
  parameters: noParameters,
  commands: (_, { environment }) => [
    `aws ec2 describe-snapshots --owner-ids self --filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag-key,Values=${archiveTag} --query 'sort_by(Snapshots,&StartTime)[].[StartTime,SnapshotId,Tags]'  # the last set`,
  ],
  async run(_, { cloud, snapshotTags, facts }, signal) {
    const snapshots = (await cloud.snapshots.find(snapshotTags, signal)).filter(
      ({ tags }) => tags[DRILL_ONLY] === snapshotTags[DRILL_ONLY],
    );
    const good = archivesOf(snapshots).filter((archive) => archive.good);
    const last = lastUntil(good, undefined, 'good archive');
    facts.archive = last;
    return `${last.set} of ${last.takenAt} is whole, of ${last.instances.join(', ')}`;
  },
});
