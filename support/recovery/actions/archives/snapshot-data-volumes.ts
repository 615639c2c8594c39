import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { untilSnapshot } from '../../../cloud/until-state';
import { seconds } from '../../../drill/time';
import { archivesOf, archiveTag, archiveTags, consistentTag, usedTag } from '../../../environment/archives';
import { deleteSnapshots } from '../../../environment/drill-snapshots';
import { all } from '../../../environment/turns';
import { asRoot } from '../../../hosts/as-root';
import { instanceNamed } from '../../../environment/environment';
import { usageOf } from '../../../hosts/used-bytes';
import { action } from '../action';
import { dataVolumeCommand, onInstance } from '../commands';
import { instanceNames } from '../instance-names';
import { waitLimit } from '../wait-limit';

const FREEZE = '/opt/firedrill/bin/firedrill-freeze';
/** They go on by themselves after that, whatever becomes of us. */
const LONGEST_SECONDS = 30;

/**
 * Snapshots the data volumes of several instances in one moment: all of them stand still together, the database by its
 * backup stages, while the snapshots are asked for. A host that went on by itself before makes the set worthless, and it is
 * deleted. EC2 itself knows one moment for the volumes of one instance only.
 */
export const snapshotDataVolumes = action({
  name: 'snapshot-data-volumes',
  parameters: z.strictObject({ instances: instanceNames }),
  commands: ({ instances }, { environment }) => [
    'set=archive-$(openssl rand -hex 4)',
    ...instances.map((name) => onInstance(name, `${FREEZE} begin ${String(LONGEST_SECONDS)}`)),
    ...instances.flatMap((name) => [
      dataVolumeCommand(environment, name),
      `aws ec2 create-snapshot --volume-id "$volume" --tag-specifications 'ResourceType=snapshot,Tags=[{Key=Name,Value=${environment.name}-${name}},{Key=firedrill:environment,Value=${environment.name}},{Key=firedrill:instance,Value=${name}},{Key=${archiveTag},Value="$set"}]'`,
    ]),
    ...instances.map((name) => onInstance(name, `${FREEZE} end  # 0 is good; else delete the snapshots`)),
    `snapshots=$(aws ec2 describe-snapshots --owner-ids self --filters Name=tag:${archiveTag},Values="$set" --query 'Snapshots[].SnapshotId' --output text)`,
    'aws ec2 wait snapshot-completed --snapshot-ids $snapshots',
    `aws ec2 create-tags --resources $snapshots --tags Key=${consistentTag},Value=yes`,
  ],
  async run({ instances }, context, signal) {
    const { environment, cloud, host, dataVolume, snapshotTags, facts, undoAtEnd, budget } = context;
    const set = `archive-${randomUUID().slice(0, 8)}`;
    const { snapshots } = cloud;
    const volumes = await Promise.all(
      instances.map(async (name) => {
        const { mount } = instanceNamed(environment, name).volume;
        const { used } = await usageOf(host(name), mount, signal);
        return { name, id: (await dataVolume(name, signal)).id, used };
      }),
    );
    const tags = { ...snapshotTags, ...archiveTags(set, instances) };
    const discard = (until: AbortSignal): Promise<void> =>
      deleteSnapshots(snapshots, { [archiveTag]: set }, until);
    undoAtEnd(`the snapshots ${set}`, discard);
    const frozen = await Promise.allSettled(
      instances.map((name) =>
        asRoot(host(name), `${FREEZE} begin ${String(LONGEST_SECONDS)}`, { signal, timeout: seconds(30) }),
      ),
    );
    const made = await settled(frozen, () =>
      volumes.map(({ name, id, used }) => {
        const own = { ...tags, 'firedrill:instance': name, [usedTag]: String(used) };
        return snapshots.create(id, `${environment.name}-${name}`, own, signal);
      }),
    );
    // Whoever stopped us, the hosts go on; one that had gone on before says so.
    const last = { signal: AbortSignal.timeout(seconds(30)), timeout: seconds(25) };
    const ended = await Promise.allSettled(
      instances.map((name) => asRoot(host(name), `${FREEZE} end`, last)),
    );
    try {
      const ids = valuesOf(made).map(({ id }) => id);
      valuesOf(ended);
      const completed = await Promise.all(
        ids.map((id) => untilSnapshot(snapshots, id, { deadline: waitLimit(budget), signal })),
      );
      // From here on it may be gone back to.
      await snapshots.setTags(ids, { [consistentTag]: 'yes' }, signal);
      const [archive] = archivesOf(
        completed.map((each) => ({ ...each, tags: { ...each.tags, [consistentTag]: 'yes' } })),
      );
      if (archive === undefined) throw new Error(`the cloud gave the snapshots of ${set} no tags`);
      facts.archive = archive;
      return `${set}: the data volumes of ${instances.join(', ')} in one moment (${ids.join(', ')})`;
    } catch (error) {
      await all([discard(AbortSignal.timeout(seconds(60))), Promise.reject(error as Error)]);
      throw error;
    }
  },
});

type Settled<T> = readonly PromiseSettledResult<T>[];

/** Goes on only when all that came before succeeded; else hands on why not. */
const settled = <T>(before: Settled<unknown>, next: () => readonly Promise<T>[]): Promise<Settled<T>> => {
  const failed = before.filter((result) => result.status === 'rejected');
  return failed.length > 0 ? Promise.resolve(failed) : Promise.allSettled(next());
};

/** Throws the first that failed. */
const valuesOf = <T>(results: Settled<T>): readonly T[] =>
  results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
