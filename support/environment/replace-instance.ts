import type { ImageId } from '../cloud/ids';
import { instanceNamed } from './environment';
import { ensureNetwork } from './environment-network';
import { untilInitialised } from './initialise';
import { launchInstance, userDataOf } from './launch-instance';
import type { OpenEnvironment } from './open-environment';

/**
 * Runs a new instance of the image that the environment was provisioned with, with the declared address, on the data
 * volume that the lost one left, and initialises it. Its application is not started. The lost instance must be gone.
 */
export async function replaceInstance(
  open: OpenEnvironment,
  name: string,
  signal: AbortSignal,
): Promise<{ readonly id: string }> {
  const instance = instanceNamed(open.environment, name);
  const imageId = open.state.images[instance.role] as ImageId | undefined;
  if (imageId === undefined) throw new Error(`there is no image of role ${instance.role}`);
  const network = await ensureNetwork(open.environment, open.cloud, signal);
  const { revision } = open.state;
  const userData = userDataOf(open, instance, revision);
  const { id } = await launchInstance({ open, network, instance, imageId, userData }, signal);
  await untilInitialised(open.environment, open.host(name), name, revision, signal);
  return { id };
}
