import type { ImageId } from '../cloud/ids';
import { milliseconds, type Milliseconds } from '../drill/time';
import { instanceNamed } from './environment';
import { rememberImage } from './image-of-instance';
import { untilInitialised } from './initialise';
import { launchInstance, launchOf } from './launch-instance';
import type { OpenEnvironment } from './open-environment';

export interface Replacement {
  /** The revision that the instance is told; the environment's unless said. */
  readonly revision?: string | undefined;
  /** Until when it must be initialised, from now on; the environment's deadline of step 1 unless it is sooner. */
  readonly within?: Milliseconds;
  /** The image that it is run from now and later; the one that it had unless said. */
  readonly image?: ImageId | undefined;
}

/**
 * Runs a new instance of the image that the lost one had, with the declared address, on the data volume that that left, and
 * initialises it. Its application is not started. The lost instance must be gone.
 * Where it is not initialised in time it throws, and the instance stays as it is; another image is then not remembered.
 */
export async function replaceInstance(
  open: OpenEnvironment,
  name: string,
  { revision = open.state.revision, within, image }: Replacement,
  signal: AbortSignal,
): Promise<{ readonly id: string }> {
  const began = performance.now();
  const launch = await launchOf(open, name, revision, signal);
  const { id } = await launchInstance({ ...launch, imageId: image ?? launch.imageId, open }, signal);
  const limit = within === undefined ? undefined : milliseconds(within - (performance.now() - began));
  await untilInitialised(open.environment, open.host(name), name, revision, signal, limit);
  if (image !== undefined) rememberImage(open, instanceNamed(open.environment, name), image);
  return { id };
}
