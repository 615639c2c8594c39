import { z } from 'zod';
import type { VolumeId } from '../../../cloud/ids';
import { deleteSnapshots, drillOnly } from '../../../environment/drill-snapshots';
import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { dataVolumeCommand, filters } from '../commands';
import type { ActionContext } from '../context';

/** Keeps what a volume holds now, for whoever looks into what was done; it is never restored from. */
export const snapshotForForensics = action({
  name: 'snapshot-for-forensics',
  parameters: z.strictObject({ volume: z.enum(['data', 'root']).default('data') }),
  commands: ({ volume: which }, { environment, target }) => [
    which === 'data'
      ? dataVolumeCommand(environment, target)
      : `volume=$(aws ec2 describe-volumes ${filters(environment, target)} Name=attachment.device,Values=/dev/xvda --query 'Volumes[0].VolumeId' --output text)`,
    `aws ec2 create-snapshot --volume-id "$volume" --tag-specifications 'ResourceType=snapshot,Tags=[{Key=Name,Value=${environment.name}-${target}-forensics},{Key=firedrill:environment,Value=${environment.name}},{Key=firedrill:forensics,Value=${target}}]'`,
  ],
  async run({ volume: which }, context, signal) {
    const { environment, target, cloud, undoAtEnd } = context;
    const id =
      which === 'data' ? (await context.dataVolume(target, signal)).id : await rootOf(context, signal);
    const name = `${environment.name}-${target}-forensics`;
    const tags = { ...drillOnly, 'firedrill:forensics': target };
    // In a drill nobody looks into it.
    undoAtEnd(`the snapshot ${name}`, (until) => deleteSnapshots(cloud.snapshots, tags, until));
    const snapshot = await cloud.snapshots.create(id, name, tags, signal);
    return `${snapshot.id} keeps what the ${which} volume ${id} of ${target} holds now`;
  },
});

async function rootOf(
  { cloud, target }: Pick<ActionContext, 'cloud' | 'target'>,
  signal: AbortSignal,
): Promise<VolumeId> {
  const { id, rootDevice = '', devices } = await runningInstance(cloud.instances, target, signal);
  const root = devices[rootDevice];
  if (root === undefined) throw new Error(`${target} (${id}) has no root volume`);
  return root;
}
