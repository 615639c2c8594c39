import { setMaxListeners } from 'node:events';
import { seconds } from '../drill/time';
import { refuseIfProtected } from '../safety/protection';
import { deleteSnapshots, drillOnly } from './drill-snapshots';
import { instanceNamed, type InstanceDeclaration } from './environment';
import { endEnvironmentLease } from './environment-lease';
import { ensureNetwork } from './environment-network';
import { goldenTag } from './golden-snapshot';
import { imageOf } from './image-of-instance';
import { INITIALISED_AT } from './initialise';
import type { OpenEnvironment } from './open-environment';
import { restoreInstance } from './restore-instance';
import { untaintWhereSshdGoesOn } from './sshd-goes-on';
import { startApplications } from './start-applications';
import { isTainted } from './tainted';
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
  const [network, together, snapshots] = await Promise.all([
    ensureNetwork(open.environment, open.cloud, signal),
    allInitialised(open, signal),
    open.cloud.snapshots.find({ [goldenTag]: golden.set }, signal),
    deleteSnapshots(open.cloud.snapshots, drillOnly, signal),
  ]);
  const bySource = new Map(snapshots.map((snapshot) => [snapshot.tags['firedrill:instance'], snapshot]));
  const bastion = instanceNamed(open.environment, open.environment.access.ssh.instance);
  const restore = (instance: InstanceDeclaration, repository: Promise<void>): Promise<void> => {
    const snapshot = bySource.get(instance.name);
    if (snapshot === undefined) throw new Error(`${golden.set} has no snapshot of ${instance.name}`);
    return restoreInstance(
      { open, network, instance, snapshot, initialised: together, repository, progress },
      signal,
    );
  };
  const repository = restore(bastion, Promise.resolve());
  const restored = new Map([[bastion.name, repository]]);
  for (const instance of open.environment.instances) {
    if (instance.name === bastion.name) continue;
    // One that is new, or boots, is reached through the bastion, and asks it for its configuration.
    const reached = together ? Promise.resolve() : repository;
    restored.set(
      instance.name,
      reached.then(() => restore(instance, repository)),
    );
  }
  const volumes = all([...restored.values()]).then(elapsed);
  const ready = ({ name }: InstanceDeclaration): Promise<void> => restored.get(name) ?? Promise.resolve();
  // What fails of one instance ends its applications at once, and the volumes of the others are still on their way.
  await all<unknown>([volumes, startApplications(open, () => undefined, signal, ready)]);
  await endEnvironmentLease(open, signal);
  progress(
    `golden snapshot ${golden.set}: volumes back after ${await volumes}, applications after ${elapsed()}`,
  );
}

/** Whether every instance is of its image, runs and has been initialised, so that none needs the bastion's repository to come up. */
async function allInitialised(open: OpenEnvironment, signal: AbortSignal): Promise<boolean> {
  const present = await open.cloud.instances.find({}, signal);
  const running = present.filter((instance) => instance.state === 'running' && !isTainted(instance));
  const initialised = async (declared: InstanceDeclaration): Promise<boolean> => {
    const { name } = declared;
    const image = imageOf(open, declared);
    if (!running.some(({ tags, imageId }) => tags['Name'] === name && imageId === image)) return false;
    const asked = { signal, timeout: seconds(3), sudo: true };
    return (await open.host(name).run(INITIALISED_AT, asked)).stdout.trim() === open.state.revision;
  };
  const found = await Promise.all(
    open.environment.instances.map((instance) => initialised(instance).catch(() => false)),
  );
  return found.every(Boolean);
}
