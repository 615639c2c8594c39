import { untilVolume } from '../../../cloud/until-state';
import { excerptOf } from '../../../drill/redaction/excerpt';
import { minutes, seconds } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { tryAsRoot } from '../../../hosts/as-root';
import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { instanceCommand, onInstance } from '../commands';
import { mountScript } from './mount-restored-volume';
import { noParameters } from '../no-parameters';
import { deleteRestoredVolume, makeRestoredVolume } from './restored-volume';
import { waitLimit } from '../wait-limit';

const DEVICE = '/dev/xvdg';
const MOUNT = '/mnt/trial';
/** Older ones would lose too much for a plan to decide it. */
const AT_MOST = 3;

/**
 * Makes a volume of the last completed snapshot of the target's data volume that can be mounted: each is attached beside and
 * mounted for trial, from the last one back. A volume of one that cannot is deleted; the snapshot is kept, for whoever wants
 * to know since when.
 */
export const createVolumeThatMounts = action({
  name: 'create-volume-that-mounts',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    instanceCommand(environment, target),
    `zone=$(aws ec2 describe-instances --instance-ids "$instance" --query 'Reservations[0].Instances[0].Placement.AvailabilityZone' --output text)`,
    `aws ec2 describe-snapshots --owner-ids self --filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag:firedrill:instance,Values=${target} Name=status,Values=completed --query 'reverse(sort_by(Snapshots,&StartTime))[:${String(AT_MOST)}].SnapshotId' --output text  # one after the other is SNAPSHOT, until one mounts`,
    `restored=$(aws ec2 create-volume --snapshot-id SNAPSHOT --availability-zone "$zone" --volume-type gp3 --tag-specifications 'ResourceType=volume,Tags=[{Key=Name,Value=${target}-restored},{Key=firedrill:environment,Value=${environment.name}}]' --query VolumeId --output text)`,
    `aws ec2 attach-volume --volume-id "$restored" --instance-id "$instance" --device ${DEVICE}`,
    onInstance(
      target,
      `sh -c "mkdir -p ${MOUNT} && mount -t xfs -o ro,nouuid ${DEVICE} ${MOUNT} && umount ${MOUNT}"`,
    ),
    'aws ec2 detach-volume --volume-id "$restored"',
    '# where it did not mount: aws ec2 delete-volume --volume-id "$restored"',
  ],
  async run(_, context, signal) {
    const { target, environment, host, cloud, facts, undoAtEnd, budget } = context;
    const { volumes } = cloud;
    const instance = await runningInstance(cloud.instances, target, signal);
    const found = await cloud.snapshots.find({ 'firedrill:instance': target }, signal);
    const candidates = found
      .filter(({ state }) => state === 'completed')
      .sort((one, other) => other.startedAt.localeCompare(one.startedAt))
      .slice(0, AT_MOST);
    const refused: string[] = [];
    for (const { id, startedAt } of candidates) {
      const { availabilityZone } = instance;
      const deadline = waitLimit(budget);
      const spec = { instance: target, availabilityZone, from: id, deadline };
      const volume = await makeRestoredVolume({ cloud, undoAtEnd }, spec, signal);
      await volumes.attach(volume.id, instance.id, DEVICE, signal);
      await untilVolume(volumes, volume.id, 'in-use', { deadline, signal });
      const script = `${mountScript(DEVICE, volume.id, MOUNT, 'ro')}\numount ${MOUNT}`;
      const { code, stderr } = await tryAsRoot(host(target), script, { signal, timeout: seconds(60) });
      if (code === 0) {
        await volumes.detach(volume.id, false, signal);
        await untilVolume(volumes, volume.id, 'available', { deadline: minutes(2), signal });
        facts.restoredVolume = volume;
        const before = refused.length === 0 ? '' : `; not of ${refused.join(', nor of ')}`;
        return `${volume.id} holds ${id} of ${instanceNamed(environment, target).name}, taken ${startedAt}, which can be mounted${before}`;
      }
      refused.push(`${id} of ${startedAt} (${excerptOf(stderr.trim().split('\n')[0] ?? '', 120)})`);
      await deleteRestoredVolume(cloud, volume.id, signal);
    }
    throw new Error(`no snapshot of ${target} can be mounted: ${refused.join(', nor ') || 'there is none'}`);
  },
});
