import { untilInstance } from '../cloud/until-state';
import type { Instance } from '../cloud/instances';
import { minutes, seconds } from '../drill/time';
import { bringUpInstance } from './bring-up-instance';
import type { InstanceDeclaration } from './environment';
import type { EnvironmentNetwork } from './environment-network';
import { imageOf } from './image-of-instance';
import { untilInitialised } from './initialise';
import { userDataOf, type VolumeInZone } from './launch-instance';
import type { OpenEnvironment } from './open-environment';
import type { Progress } from './stopwatch';
import { taintOf } from './tainted';

export interface HostToBe {
  readonly open: OpenEnvironment;
  readonly network: EnvironmentNetwork;
  readonly instance: InstanceDeclaration;
  /** What runs of it, where it has just been seen to be of its image, untainted and initialised. */
  readonly initialised: Instance | undefined;
  /** What it is given as its data volume where it is run anew. */
  readonly dataVolume: VolumeInZone;
  readonly progress: Progress;
}

export interface ReadyHost {
  readonly instance: Instance;
  /** Whether it was run anew, with the volume that was told. */
  readonly isNew: boolean;
}

const cloudDeadline = minutes(30);

/**
 * Until the instance runs and is initialised: one that has just booted may still be mounting its volume. The snapshot
 * has no root disk, so a host that does not come up with its own (what was not synced when the power went, a disk that
 * was full when it booted) is run anew from its image, and so is one that is tainted. One that cannot be reached is, only
 * while the bastion can be: it must be the host that fails, and not the way to it.
 */
export async function untilHostIsReady(
  { open, network, instance, initialised: seen, dataVolume, progress }: HostToBe,
  signal: AbortSignal,
): Promise<ReadyHost> {
  const { revision } = open.state;
  const { name } = instance;
  const imageId = imageOf(open, instance);
  const userData = userDataOf(open, instance, revision);
  const bringUp = (present?: Instance): Promise<boolean> =>
    bringUpInstance(
      instance,
      { open, network, imageId, userData, dataVolume, present, progress: () => undefined },
      signal,
    );
  const initialised = (): Promise<void> =>
    untilInitialised(open.environment, open.host(name), name, revision, signal);
  const runAnew = async (why: string): Promise<ReadyHost> => {
    const { instances } = open.cloud;
    const { id } = await open.instance(name, signal);
    progress(`${name}: ${id} is run anew from its image: ${why}`);
    await instances.terminate([id], 'cut', signal);
    await untilInstance(instances, id, 'terminated', { deadline: cloudDeadline, signal });
    await bringUp();
    await initialised();
    return { instance: await open.instance(name, signal), isNew: true };
  };
  const isNew = await bringUp(seen);
  if (seen !== undefined && !isNew) return { instance: seen, isNew };
  const present = await open.instance(name, signal);
  const taint = taintOf(present);
  if (taint !== undefined) return runAnew(taint);
  try {
    await initialised();
    return { instance: present, isNew };
  } catch (error) {
    signal.throwIfAborted();
    const bastion = open.host(open.environment.access.ssh.instance);
    const answers = { signal, timeout: seconds(15) };
    if (
      !(await bastion.run('true', answers).then(
        ({ code }) => code === 0,
        () => false,
      ))
    )
      throw error;
    const [why] = (error instanceof Error ? error.message : String(error)).split('\n');
    return runAnew(why ?? '');
  }
}
