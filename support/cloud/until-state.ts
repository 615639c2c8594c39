import { milliseconds, seconds, type Milliseconds } from '../drill/time';
import { waitUntil, type Observation } from '../drill/wait-until';
import { isNotFound } from './ec2-error';
import type { ImageId, InstanceId, SnapshotId, VolumeId } from './ids';
import type { Image, Images } from './images';
import type { Instance, Instances, InstanceState } from './instances';
import type { Snapshot, Snapshots } from './snapshots';
import type { Volume, Volumes, VolumeState } from './volumes';

/** How long to wait and how often to look; the cloud's own pace is in the environment file. */
export interface Patience {
  readonly deadline: Milliseconds;
  readonly signal: AbortSignal;
}

const interval = milliseconds(200);
const attempt = seconds(20);

/** Asks again and again, until what is asked for is so or cannot become so. */
function until<T>(
  subject: string,
  { deadline, signal }: Patience,
  observe: (signal: AbortSignal) => Promise<Observation<T>>,
): Promise<T> {
  return waitUntil({ subject, deadline, interval, attempt, signal, observe });
}

/** Until the instance is in this state; gives up at once when it is terminated instead. */
export function untilInstance(
  instances: Pick<Instances, 'describe'>,
  id: InstanceId,
  state: InstanceState,
  patience: Patience,
): Promise<Instance> {
  return until(`${id} to be ${state}`, patience, async (signal) => {
    const found = await instances.describe(id, signal);
    if (found.state === state) return { value: found };
    if (found.state === 'terminated') return { hopeless: 'it is terminated' };
    return { seen: `it is ${found.state}` };
  });
}

/** Until both of EC2's status checks pass. */
export function untilStatusOk(
  instances: Pick<Instances, 'status'>,
  id: InstanceId,
  patience: Patience,
): Promise<string> {
  return until(`${id} to pass its status checks`, patience, async (signal) => {
    const status = await instances.status(id, signal);
    return status === 'ok' ? { value: status } : { seen: status };
  });
}

export function untilVolume(
  volumes: Pick<Volumes, 'describe'>,
  id: VolumeId,
  state: VolumeState,
  patience: Patience,
): Promise<Volume> {
  return until(`${id} to be ${state}`, patience, async (signal) => {
    const found = await volumes.describe(id, signal);
    const settled = found.state !== 'in-use' || found.attachment?.state === 'attached';
    if (found.state === state && settled) return { value: found };
    if (found.state === 'error') return { hopeless: 'it is in error' };
    return { seen: `it is ${found.state}, attachment ${found.attachment?.state ?? 'none'}` };
  });
}

/** Until a grown volume's new size may be used. */
export function untilGrown(
  volumes: Pick<Volumes, 'modification'>,
  id: VolumeId,
  patience: Patience,
): Promise<string> {
  return until(`${id} to have its new size`, patience, async (signal) => {
    const state = await volumes.modification(id, signal);
    if (state === 'optimizing' || state === 'completed') return { value: state };
    if (state === 'failed') return { hopeless: 'the modification failed' };
    return { seen: `the modification is ${state}` };
  });
}

export function untilSnapshot(
  snapshots: Pick<Snapshots, 'describe'>,
  id: SnapshotId,
  patience: Patience,
): Promise<Snapshot> {
  return until(`${id} to be completed`, patience, async (signal) => {
    const found = await snapshots.describe(id, signal);
    if (found.state === 'completed') return { value: found };
    if (found.state === 'error') return { hopeless: 'it is in error' };
    return { seen: `it is ${found.state}` };
  });
}

export function untilImage(
  images: Pick<Images, 'describe'>,
  id: ImageId,
  patience: Patience,
): Promise<Image> {
  return until(`${id} to be available`, patience, async (signal) => {
    const found = await images.describe(id, signal);
    if (found.state === 'available') return { value: found };
    if (found.state === 'failed') return { hopeless: 'it failed' };
    return { seen: `it is ${found.state}` };
  });
}

/** Whether a volume is still there. */
export async function volumeExists(
  volumes: Pick<Volumes, 'describe'>,
  id: VolumeId,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const found = await volumes.describe(id, signal);
    return found.state !== 'deleted' && found.state !== 'deleting';
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
