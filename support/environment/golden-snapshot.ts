import { randomUUID } from 'node:crypto';
import type { SnapshotId } from '../cloud/ids';
import { untilSnapshot } from '../cloud/until-state';
import { minutes, seconds } from '../drill/time';
import { mustRun, quote } from '../hosts/shell';
import { deleteSnapshots } from './drill-snapshots';
import type { InstanceDeclaration } from './environment';
import { imagesOfRoles } from './golden-fits';
import type { OpenEnvironment } from './open-environment';
import { startApplications, stopApplications } from './start-applications';
import { startStopwatch, type Progress } from './stopwatch';
import { all } from './turns';

export const goldenTag = 'firedrill:golden';

/** Frozen no longer than this, whatever becomes of us. */
const thawAfterSeconds = 60;

/**
 * Snapshots every data volume in one state: applications stopped in order, file systems frozen. Then the applications
 * are started again, and the snapshots of the golden state before are deleted.
 */
export async function takeGoldenSnapshot(
  open: OpenEnvironment,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const elapsed = startStopwatch();
  const set = `golden-${randomUUID().slice(0, 8)}`;
  await stopApplications(open, signal);
  const { instances } = open.environment;
  const snapshots = await all(instances.map((instance) => snapshotFrozen(open, instance, set, signal)));
  await all(
    snapshots.map((id) => untilSnapshot(open.cloud.snapshots, id, { deadline: minutes(60), signal })),
  );
  const before = open.state.golden?.set;
  const { revision, promoted = {} } = open.state;
  const { content } = open.environment;
  const takenAt = new Date().toISOString();
  const images = imagesOfRoles(open);
  open.remember({ golden: { set, takenAt, revision, content: { ...content }, images, promoted } });
  await startApplications(open, () => undefined, signal);
  if (before !== undefined) await deleteSnapshots(open.cloud.snapshots, { [goldenTag]: before }, signal);
  progress(`golden snapshot ${set}: ${String(snapshots.length)} data volumes in ${elapsed()}`);
}

async function snapshotFrozen(
  open: OpenEnvironment,
  { name, volume }: InstanceDeclaration,
  set: string,
  signal: AbortSignal,
): Promise<SnapshotId> {
  const host = open.host(name);
  const mount = quote(volume.mount);
  const { id } = await open.dataVolume(name, signal);
  const root = { signal, timeout: seconds(60), sudo: true };
  // The thaw is armed on the host before the freeze: a harness that dies here leaves no frozen volume behind.
  const unit = `firedrill-thaw-${set}`;
  await mustRun(
    host,
    `systemd-run --quiet --unit=${unit} --on-active=${String(thawAfterSeconds)} --timer-property=AccuracySec=1s fsfreeze -u ${mount}
     sync && fsfreeze -f ${mount}`,
    root,
  );
  try {
    const tags = { [goldenTag]: set, 'firedrill:instance': name };
    const snapshot = await open.cloud.snapshots.create(id, `${open.name}-${name}`, tags, signal);
    return snapshot.id;
  } finally {
    const last = { ...root, signal: AbortSignal.timeout(seconds(60)) };
    await mustRun(host, `fsfreeze -u ${mount}; systemctl stop ${unit}.timer`, last);
  }
}
