import { untilInstance } from '../cloud/until-state';
import { minutes, seconds } from '../drill/time';
import { bringUpInstance } from './bring-up-instance';
import type { InstanceDeclaration } from './environment';
import type { EnvironmentNetwork } from './environment-network';
import { imageOf } from './image-of-instance';
import { untilInitialised } from './initialise';
import { userDataOf } from './launch-instance';
import type { OpenEnvironment } from './open-environment';
import type { Progress } from './stopwatch';
import { taintOf } from './tainted';

export interface HostToBe {
  readonly open: OpenEnvironment;
  readonly network: EnvironmentNetwork;
  readonly instance: InstanceDeclaration;
  /** Whether it has just been seen to run and to be initialised. */
  readonly initialised: boolean;
  readonly progress: Progress;
}

const cloudDeadline = minutes(30);

/**
 * Until the instance runs and is initialised: one that has just booted may still be mounting its volume. The snapshot
 * has no root disk, so a host that does not come up with its own (what was not synced when the power went, a disk that
 * was full when it booted) is run anew from its image, and so is one that is tainted. One that cannot be reached is, only
 * while the bastion can be: it must be the host that fails, and not the way to it.
 */
export async function untilHostIsReady(
  { open, network, instance, initialised: isInitialised, progress }: HostToBe,
  signal: AbortSignal,
): Promise<void> {
  const { revision } = open.state;
  const { name } = instance;
  const imageId = imageOf(open, instance);
  const userData = userDataOf(open, instance, revision);
  const bringUp = (): Promise<boolean> =>
    bringUpInstance(instance, { open, network, imageId, userData, progress: () => undefined }, signal);
  const initialised = (): Promise<void> =>
    untilInitialised(open.environment, open.host(name), name, revision, signal);
  const runAnew = async (why: string): Promise<void> => {
    const { instances } = open.cloud;
    const { id } = await open.instance(name, signal);
    progress(`${name}: ${id} is run anew from its image: ${why}`);
    await instances.terminate([id], 'shutdown', signal);
    await untilInstance(instances, id, 'terminated', { deadline: cloudDeadline, signal });
    await bringUp();
    await initialised();
  };
  const isNew = await bringUp();
  const taint = taintOf(await open.instance(name, signal));
  if (taint !== undefined) {
    await runAnew(taint);
    return;
  }
  if (isInitialised && !isNew) return;
  try {
    await initialised();
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
    await runAnew(why ?? '');
  }
}
