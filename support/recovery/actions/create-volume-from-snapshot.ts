import { untilVolume, volumeExists } from '../../cloud/until-state';
import { minutes } from '../../drill/time';
import { action } from './action';
import { waitLimit } from './wait-limit';
import { dataVolumeCommand } from './commands';
import { noParameters } from './no-parameters';

/** Makes a volume of the last completed snapshot of the target's data volume, in the instance's availability zone. */
export const createVolumeFromSnapshot = action({
  name: 'create-volume-from-snapshot',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    dataVolumeCommand(environment, target),
    `zone=$(aws ec2 describe-volumes --volume-ids "$volume" --query 'Volumes[0].AvailabilityZone' --output text)`,
    `snapshot=$(aws ec2 describe-snapshots --owner-ids self --filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag:firedrill:instance,Values=${target} Name=status,Values=completed --query 'sort_by(Snapshots,&StartTime)[-1].SnapshotId' --output text)`,
    `restored=$(aws ec2 create-volume --snapshot-id "$snapshot" --availability-zone "$zone" --volume-type gp3 --tag-specifications 'ResourceType=volume,Tags=[{Key=Name,Value=${target}-restored},{Key=firedrill:environment,Value=${environment.name}}]' --query VolumeId --output text)`,
    'aws ec2 wait volume-available --volume-ids "$restored"',
  ],
  async run(_, { target, cloud, dataVolume, lastSnapshot, facts, undoAtEnd, budget }, signal) {
    const snapshot = await lastSnapshot(target, signal);
    const { availabilityZone } = await dataVolume(target, signal);
    const spec = {
      name: `${target}-restored`,
      availabilityZone,
      snapshotId: snapshot.id,
      tags: { 'firedrill:volume': 'restored' },
    };
    const made = await cloud.volumes.create(spec, signal);
    undoAtEnd(`${made.id}, the volume made of a snapshot`, async (until) => {
      if (!(await volumeExists(cloud.volumes, made.id, until))) return;
      const { attachment, tags } = await cloud.volumes.describe(made.id, until);
      // A later step may have made it the data volume.
      if (tags['firedrill:volume'] !== 'restored') return;
      if (attachment !== undefined) await cloud.volumes.detach(made.id, true, until);
      await untilVolume(cloud.volumes, made.id, 'available', { deadline: minutes(2), signal: until });
      await cloud.volumes.delete(made.id, until);
    });
    facts.restoredVolume = await untilVolume(cloud.volumes, made.id, 'available', {
      deadline: waitLimit(budget),
      signal,
    });
    return `${made.id} holds ${snapshot.id} of ${target}, taken ${snapshot.startedAt}`;
  },
});
