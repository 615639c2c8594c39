import { z } from 'zod';
import type { ImageId } from '../../../cloud/ids';
import type { Environment } from '../../../environment/environment';
import type { ActionContext } from '../context';

/** The id of an image, the name of a recipe, or `before`: what the instance had when an earlier step noted it. */
export const imageReference = z
  .string()
  .regex(/^(ami-[0-9a-f]+|[a-z][a-z0-9.-]*)$/, { error: 'expected an image id, or the name of a recipe' });

/** The image of that reference; throws where there is none. */
export function referredImage(
  reference: string,
  { target, facts, image }: Pick<ActionContext, 'target' | 'facts' | 'image'>,
): ImageId {
  if (reference !== 'before') return image(reference);
  const before = facts.imagesBefore?.get(target);
  if (before === undefined) throw new Error(`no earlier step has noted the image of ${target}`);
  return before;
}

/** The image that an instance is run anew from, as a person reads it. */
export const rememberedImage = (environment: Environment, target: string, role: string): string =>
  fromState(environment, `.promoted.${JSON.stringify(target)} // .images.${JSON.stringify(role)}`);

/** Sets `$image` to the id. */
export function imageCommand(environment: Environment, reference: string): string {
  if (reference.startsWith('ami-')) return `image=${reference}`;
  if (reference === 'before') return 'image=AMI  # what it was before';
  return `image=${fromState(environment, `.images.${JSON.stringify(reference)}`)}`;
}

const fromState = ({ name }: Environment, filter: string): string =>
  `$(jq -r '${filter}' .firedrill/${name}/state.json)`;
