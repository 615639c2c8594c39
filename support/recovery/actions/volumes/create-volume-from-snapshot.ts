import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { waitLimit } from '../wait-limit';
import { instanceCommand } from '../commands';
import { noParameters } from '../no-parameters';
import { makeRestoredVolume } from './restored-volume';

/** Makes a volume of the last completed snapshot of the target's data volume, in the instance's availability zone. */
export const createVolumeFromSnapshot = action({
  name: 'create-volume-from-snapshot',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    instanceCommand(environment, target),
    `zone=$(aws ec2 describe-instances --instance-ids "$instance" --query 'Reservations[0].Instances[0].Placement.AvailabilityZone' --output text)`,
    `snapshot=$(aws ec2 describe-snapshots --owner-ids self --filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag:firedrill:instance,Values=${target} Name=status,Values=completed --query 'sort_by(Snapshots,&StartTime)[-1].SnapshotId' --output text)`,
    `restored=$(aws ec2 create-volume --snapshot-id "$snapshot" --availability-zone "$zone" --volume-type gp3 --tag-specifications 'ResourceType=volume,Tags=[{Key=Name,Value=${target}-restored},{Key=firedrill:environment,Value=${environment.name}}]' --query VolumeId --output text)`,
    'aws ec2 wait volume-available --volume-ids "$restored"',
  ],
  async run(_, { target, cloud, lastSnapshot, facts, undoAtEnd, budget }, signal) {
    const snapshot = await lastSnapshot(target, signal);
    // The data volume itself may be lost.
    const { availabilityZone } = await runningInstance(cloud.instances, target, signal);
    const made = await makeRestoredVolume(
      { cloud, undoAtEnd },
      { instance: target, availabilityZone, from: snapshot.id, deadline: waitLimit(budget) },
      signal,
    );
    facts.restoredVolume = made;
    return `${made.id} holds ${snapshot.id} of ${target}, taken ${snapshot.startedAt}`;
  },
});
