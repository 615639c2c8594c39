import { milliseconds, seconds, type Milliseconds } from '../drill/time';
import { waitUntil } from '../drill/wait-until';
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

const interval = milliseconds(100);
const attempt = seconds(20);

/** Until the instance is in this state; gives up at once when it is terminated instead. */
export function untilInstance(
  instances: Pick<Instances, 'describe'>,
  id: InstanceId,
  state: InstanceState,
  { deadline, signal }: Patience,
): Promise<Instance> {
  return waitUntil({
    subject: `${id} to be ${state}`,
    deadline,
    interval,
    attempt,
    signal,
    observe: async (attemptSignal) => {
      const found = await instances.describe(id, attemptSignal);
      if (found.state === state) return { value: found };
      if (found.state === 'terminated') return { hopeless: 'it is terminated' };
      return { seen: `it is ${found.state}` };
    },
  });
}

/** Until both of EC2's status checks pass. */
export function untilStatusOk(
  instances: Pick<Instances, 'status'>,
  id: InstanceId,
  { deadline, signal }: Patience,
): Promise<string> {
  return waitUntil({
    subject: `${id} to pass its status checks`,
    deadline,
    interval,
    attempt,
    signal,
    observe: async (attemptSignal) => {
      const status = await instances.status(id, attemptSignal);
      return status === 'ok' ? { value: status } : { seen: status };
    },
  });
}

export function untilVolume(
  volumes: Pick<Volumes, 'describe'>,
  id: VolumeId,
  state: VolumeState,
  { deadline, signal }: Patience,
): Promise<Volume> {
  return waitUntil({
    subject: `${id} to be ${state}`,
    deadline,
    interval,
    attempt,
    signal,
    observe: async (attemptSignal) => {
      const found = await volumes.describe(id, attemptSignal);
      const settled = found.state !== 'in-use' || found.attachment?.state === 'attached';
      if (found.state === state && settled) return { value: found };
      if (found.state === 'error') return { hopeless: 'it is in error' };
      return { seen: `it is ${found.state}, attachment ${found.attachment?.state ?? 'none'}` };
    },
  });
}

/** Until a grown volume's new size may be used. */
export function untilGrown(
  volumes: Pick<Volumes, 'modification'>,
  id: VolumeId,
  { deadline, signal }: Patience,
): Promise<string> {
  return waitUntil({
    subject: `${id} to have its new size`,
    deadline,
    interval,
    attempt,
    signal,
    observe: async (attemptSignal) => {
      const state = await volumes.modification(id, attemptSignal);
      if (state === 'optimizing' || state === 'completed') return { value: state };
      if (state === 'failed') return { hopeless: 'the modification failed' };
      return { seen: `the modification is ${state}` };
    },
  });
}

export function untilSnapshot(
  snapshots: Pick<Snapshots, 'describe'>,
  id: SnapshotId,
  { deadline, signal }: Patience,
): Promise<Snapshot> {
  return waitUntil({
    subject: `${id} to be completed`,
    deadline,
    interval,
    attempt,
    signal,
    observe: async (attemptSignal) => {
      const found = await snapshots.describe(id, attemptSignal);
      if (found.state === 'completed') return { value: found };
      if (found.state === 'error') return { hopeless: 'it is in error' };
      return { seen: `it is ${found.state}` };
    },
  });
}

export function untilImage(
  images: Pick<Images, 'describe'>,
  id: ImageId,
  { deadline, signal }: Patience,
): Promise<Image> {
  return waitUntil({
    subject: `${id} to be available`,
    deadline,
    interval: seconds(0.5),
    attempt,
    signal,
    observe: async (attemptSignal) => {
      const found = await images.describe(id, attemptSignal);
      if (found.state === 'available') return { value: found };
      if (found.state === 'failed') return { hopeless: 'it failed' };
      return { seen: `it is ${found.state}` };
    },
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
