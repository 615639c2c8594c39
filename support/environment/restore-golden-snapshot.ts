import { setMaxListeners } from 'node:events';
import { refuseIfProtected } from '../safety/protection';
import { deleteSnapshots, drillOnly } from './drill-snapshots';
import { instanceNamed, type InstanceDeclaration } from './environment';
import { endEnvironmentLease } from './environment-lease';
import { ensureNetwork } from './environment-network';
import { goldenTag } from './golden-snapshot';
import { liftBans } from './lift-bans';
import type { OpenEnvironment } from './open-environment';
import { restoreInstance, volumesAmong, volumesOf } from './restore-instance';
import { beginInTurns, restoreOrder } from './restore-order';
import { standingOf } from './standing';
import { untaintWhereSshdGoesOn } from './sshd-goes-on';
import { startApplications } from './start-applications';
import { startStopwatch, type Progress } from './stopwatch';
import { all } from './turns';

/**
 * Back to the golden snapshot, in place: network as declared, instances that were lost, were stopped or have another image
 * than then brought up, every data volume a new one from its snapshot, applications started in order. It ends a lease on the
 * whole environment.
 * Throws EnvironmentProtected, before it touches anything, for one that is protected.
 */
export async function restoreGoldenSnapshot(
  open: OpenEnvironment,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  await refuseIfProtected(open, 'Going back to the golden snapshot', signal);
  const { golden } = open.state;
  if (golden === undefined) throw new Error(`${open.name} has no golden snapshot yet`);
  setMaxListeners(0, signal);
  const elapsed = startStopwatch();
  // An instance that was given another image since then is run anew: its program fits other data.
  open.remember({ promoted: golden.promoted ?? {} });
  await untaintWhereSshdGoesOn(open, signal);
  const { environment, cloud } = open;
  const { instances } = environment;
  const [present, network, volumes, snapshots] = await Promise.all([
    cloud.instances.find({}, signal),
    ensureNetwork(environment, cloud, signal),
    volumesOf(open, instances, signal),
    cloud.snapshots.find({ [goldenTag]: golden.set }, signal),
    deleteSnapshots(cloud.snapshots, drillOnly, signal),
    liftBans(open, signal),
  ]);
  const bySource = new Map(snapshots.map((snapshot) => [snapshot.tags['firedrill:instance'], snapshot]));
  const bastion = instanceNamed(environment, environment.access.ssh.instance);
  const standings = new Map(instances.map(({ name }) => [name, standingOf(open, name, present, signal)]));
  const restore = async (
    instance: InstanceDeclaration,
    turn: Promise<unknown>,
    repository: Promise<void> | undefined,
  ): Promise<void> => {
    const { name } = instance;
    const snapshot = bySource.get(name);
    if (snapshot === undefined) throw new Error(`${golden.set} has no snapshot of ${name}`);
    const standing = await standings.get(name);
    // Every host is reached through the bastion, and one that boots may be about to fetch its configuration from it.
    const bastionStands = (await standings.get(bastion.name))?.is === 'initialised';
    if (!bastionStands || standing?.is === 'unknown') await repository;
    const known =
      standing?.is === 'initialised'
        ? { initialised: standing.instance, volumes: volumesAmong(volumes, instance) }
        : { initialised: undefined };
    await restoreInstance(
      { open, network, instance, snapshot, ...known, turn, repository, progress },
      signal,
    );
  };
  const restored = beginInTurns(restoreOrder(instances, bastion), restore, signal);
  const restoredAfter = all([...restored.values()]).then(elapsed);
  const ready = ({ name }: InstanceDeclaration): Promise<void> => restored.get(name) ?? Promise.resolve();
  // What fails of one instance ends its applications at once, and the volumes of the others are still on their way.
  await all<unknown>([restoredAfter, startApplications(open, () => undefined, signal, ready)]);
  await endEnvironmentLease(open, signal);
  progress(
    `golden snapshot ${golden.set}: volumes back after ${await restoredAfter}, applications after ${elapsed()}`,
  );
}
