import type { ImageId } from '../cloud/ids';
import type { Role } from './environment';
import type { OpenEnvironment } from './open-environment';

/** The image of a role that the environment was provisioned with. */
export function provisionedImage({ state }: Pick<OpenEnvironment, 'state'>, role: Role): ImageId {
  const image = state.images[role] as ImageId | undefined;
  if (image === undefined) throw new Error(`there is no image of role ${role}`);
  return image;
}
