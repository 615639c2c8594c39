import type { InstanceId } from '../cloud/ids';
import type { Instance } from '../cloud/instances';
import { milliseconds, type Milliseconds } from '../drill/time';
import { untilBooted } from './first-boot';
import { untilInitialised } from './initialise';
import type { OpenEnvironment } from './open-environment';

export interface FirstBoot {
  readonly within: Milliseconds;
  readonly before?: string | undefined;
}

/** Waits until a new instance has booted, and remembers its host key. */
export async function introduceInstance(
  open: OpenEnvironment,
  name: string,
  id: InstanceId,
  within: Milliseconds,
  signal: AbortSignal,
  before?: string,
): Promise<Instance> {
  const { instances } = open.cloud;
  const { instance, hostKey } = await untilBooted(instances, id, name, within, signal, before);
  open.rememberHost(name, {
    instanceId: id,
    hostKey,
    ...(instance.publicAddress === undefined ? {} : { publicAddress: instance.publicAddress }),
  });
  return instance;
}

/**
 * The same for the instance of that name which is there, and then until it is initialised; all of it within a time.
 *
 * @param before the host key of a boot in which nobody told it anything, where it had one
 */
export async function untilFirstBoot(
  open: OpenEnvironment,
  name: string,
  { within, before }: FirstBoot,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  const { id } = await open.instance(name, signal);
  await introduceInstance(open, name, id, within, signal, before);
  const rest = milliseconds(within - (performance.now() - began));
  await untilInitialised(open.environment, open.host(name), name, open.state.revision, signal, rest);
}
