import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { untilSnapshot } from '../../cloud/until-state';
import { seconds } from '../../drill/time';
import { deleteSnapshots, drillOnly } from '../../environment/drill-snapshots';
import { asRoot } from '../../faults/as-root';
import { action } from './action';
import { dataVolumeCommand, onInstance } from './commands';
import { waitLimit } from './wait-limit';

const FREEZE = '/opt/firedrill/bin/firedrill-freeze';
/** They go on by themselves after that, whatever becomes of us. */
const LONGEST_SECONDS = 30;

const instanceNames = z
  .string()
  .regex(/^[a-z][a-z0-9-]*( [a-z][a-z0-9-]*)*$/, {
    error: 'expected names of instances, a blank between them',
  })
  .transform((text) => text.split(' '));

/**
 * Snapshots the data volumes of several instances in one moment: all of them stand still together, the database by its
 * backup stages, while the snapshots are asked for. A host that went on by itself before makes the set worthless, and it is
 * deleted. EC2 itself knows one moment for the volumes of one instance only.
 */
export const snapshotDataVolumes = action({
  name: 'snapshot-data-volumes',
  parameters: z.strictObject({ instances: instanceNames }),
  commands: ({ instances }, { environment }) => [
    ...instances.map((name) => onInstance(name, `${FREEZE} begin ${String(LONGEST_SECONDS)}`)),
    ...instances.flatMap((name) => [
      dataVolumeCommand(environment, name),
      `aws ec2 create-snapshot --volume-id "$volume" --tag-specifications 'ResourceType=snapshot,Tags=[{Key=Name,Value=${environment.name}-${name}},{Key=firedrill:environment,Value=${environment.name}},{Key=firedrill:instance,Value=${name}}]'`,
    ]),
    ...instances.map((name) => onInstance(name, `${FREEZE} end  # 0 is good; else delete the snapshots`)),
  ],
  async run({ instances }, { environment, cloud, host, dataVolume, undoAtEnd, budget }, signal) {
    const set = `archive-${randomUUID().slice(0, 8)}`;
    const { snapshots } = cloud;
    const volumes = await Promise.all(
      instances.map(async (name) => ({ name, id: (await dataVolume(name, signal)).id })),
    );
    const tags = { ...drillOnly, 'firedrill:archive': set };
    undoAtEnd(`the snapshots ${set}`, (until) => deleteSnapshots(snapshots, tags, until));
    const frozen = await Promise.allSettled(
      instances.map((name) =>
        asRoot(host(name), `${FREEZE} begin ${String(LONGEST_SECONDS)}`, { signal, timeout: seconds(30) }),
      ),
    );
    const made = await settled(frozen, () =>
      volumes.map(({ name, id }) => {
        const own = { ...tags, 'firedrill:instance': name };
        return snapshots.create(id, `${environment.name}-${name}`, own, signal);
      }),
    );
    // Whoever stopped us, the hosts go on; one that had gone on before says so.
    const last = { signal: AbortSignal.timeout(seconds(30)), timeout: seconds(25) };
    const ended = await Promise.allSettled(
      instances.map((name) => asRoot(host(name), `${FREEZE} end`, last)),
    );
    const ids = valuesOf(made).map(({ id }) => id);
    valuesOf(ended);
    await Promise.all(ids.map((id) => untilSnapshot(snapshots, id, { deadline: waitLimit(budget), signal })));
    return `${set}: the data volumes of ${instances.join(', ')} in one moment (${ids.join(', ')})`;
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
