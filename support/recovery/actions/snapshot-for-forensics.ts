import { deleteSnapshots, drillOnly } from '../../environment/drill-snapshots';
import { action } from './action';
import { dataVolumeCommand } from './commands';
import { noParameters } from './no-parameters';

/** Keeps what the data volume holds now, for whoever looks into what was done; it is never restored from. */
export const snapshotForForensics = action({
  name: 'snapshot-for-forensics',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    dataVolumeCommand(environment, target),
    `aws ec2 create-snapshot --volume-id "$volume" --tag-specifications 'ResourceType=snapshot,Tags=[{Key=Name,Value=${environment.name}-${target}-forensics},{Key=firedrill:environment,Value=${environment.name}},{Key=firedrill:forensics,Value=${target}}]'`,
  ],
  async run(_, { environment, target, cloud, dataVolume, undoAtEnd }, signal) {
    const volume = await dataVolume(target, signal);
    const name = `${environment.name}-${target}-forensics`;
    const tags = { ...drillOnly, 'firedrill:forensics': target };
    // In a drill nobody looks into it.
    undoAtEnd(`the snapshot ${name}`, (until) => deleteSnapshots(cloud.snapshots, tags, until));
    const { id } = await cloud.snapshots.create(volume.id, name, tags, signal);
    return `${id} keeps what ${volume.id} of ${target} holds now`;
  },
});
