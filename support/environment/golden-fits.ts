import { isDeepStrictEqual } from 'node:util';
import type { OpenEnvironment } from './open-environment';

type Provisioned = Pick<OpenEnvironment, 'state' | 'environment'>;

/** Image ids by role, of the roles that the environment has. What was promoted to one instance is no role's. */
export function imagesOfRoles({ state, environment }: Provisioned): Readonly<Record<string, string>> {
  const roles = new Set<string>(environment.instances.map(({ role }) => role));
  return Object.fromEntries(Object.entries(state.images).filter(([recipe]) => roles.has(recipe)));
}

/**
 * Whether the environment, as it is provisioned now, can go back to the golden snapshot that there is. That holds the
 * configuration repository, so it is of one revision. It also holds what programs of the images have made on the volumes, such
 * as the index of the packages that the bastion's image brings: with `other-images` that has to be made anew.
 */
export function goldenFits(open: Provisioned): 'fits' | 'other-images' | 'not' {
  const { golden, revision } = open.state;
  if (golden?.revision !== revision) return 'not';
  if (!isDeepStrictEqual(golden.content, open.environment.content)) return 'not';
  return isDeepStrictEqual(golden.images, imagesOfRoles(open)) ? 'fits' : 'other-images';
}
