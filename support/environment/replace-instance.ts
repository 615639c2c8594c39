import { milliseconds, type Milliseconds } from '../drill/time';
import { untilInitialised } from './initialise';
import { launchInstance, launchOf } from './launch-instance';
import type { OpenEnvironment } from './open-environment';

export interface Replacement {
  /** The revision that the instance is told; the environment's unless said. */
  readonly revision?: string | undefined;
  /** Until when it must be initialised, from now on; the environment's deadline of step 1 unless it is sooner. */
  readonly within?: Milliseconds;
}

/**
 * Runs a new instance of the image that the environment was provisioned with, with the declared address, on the data
 * volume that the lost one left, and initialises it. Its application is not started. The lost instance must be gone.
 * Where it is not initialised in time it throws, and the instance stays as it is.
 */
export async function replaceInstance(
  open: OpenEnvironment,
  name: string,
  { revision = open.state.revision, within }: Replacement,
  signal: AbortSignal,
): Promise<{ readonly id: string }> {
  const began = performance.now();
  const { id } = await launchInstance({ ...(await launchOf(open, name, revision, signal)), open }, signal);
  const limit = within === undefined ? undefined : milliseconds(within - (performance.now() - began));
  await untilInitialised(open.environment, open.host(name), name, revision, signal, limit);
  return { id };
}
