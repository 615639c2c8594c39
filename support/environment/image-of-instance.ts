import type { ImageId } from '../cloud/ids';
import type { InstanceDeclaration } from './environment';
import type { OpenEnvironment } from './open-environment';

type Remembered = Pick<OpenEnvironment, 'state'>;

/** The image that an instance is run anew from: what was promoted to it, or that of its role, as the environment was provisioned. */
export function imageOf(
  { state }: Remembered,
  { name, role }: Pick<InstanceDeclaration, 'name' | 'role'>,
): ImageId {
  const image = state.promoted?.[name] ?? state.images[role];
  if (image === undefined) throw new Error(`there is no image of role ${role}`);
  return image as ImageId;
}

/** An image by its id, or by the name of its recipe, as that was built when the environment was last brought up. */
export function imageNamed({ state }: Remembered, name: string): ImageId {
  const image = name.startsWith('ami-') ? name : state.images[name];
  if (image !== undefined) return image as ImageId;
  throw new Error(
    `there is no image ${name}; expected an id, or one of ${Object.keys(state.images).join(', ') || 'none'}`,
  );
}

/** From here on the instance is run anew from this image. */
export function rememberImage(
  open: Pick<OpenEnvironment, 'state' | 'remember'>,
  { name, role }: Pick<InstanceDeclaration, 'name' | 'role'>,
  image: ImageId,
): void {
  const others = Object.entries(open.state.promoted ?? {}).filter(([other]) => other !== name);
  const own = image === open.state.images[role] ? [] : [[name, image] as const];
  open.remember({ promoted: Object.fromEntries([...others, ...own]) });
}
