import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineage } from '../../environment/characterization';
import type { Role } from '../../environment/environment';
import { readRecipeFile } from '../../environment/image-recipe';
import { CHECKOUT } from '../settings';

/** The recipes that the image of a role is made of, the first one's first, after Debian's own image. */
export function madeOf(role: Role): readonly string[] {
  const [first = role, ...more] = lineage(role);
  return [readRecipeFile(first).parent, first, ...more];
}

/** Whether what runs there stands in for a licensed product: a program of `fixtures/stand-ins` is built into the image. */
export const isStandIn = (role: Role): boolean =>
  readRecipeFile(role).bundles.some(
    ({ entry, as }) => entry.startsWith('fixtures/stand-ins/') && as === 'stand-in.js',
  );

/** What an image is for: the comment that its install script begins with. */
export function purposeOf(image: string): string {
  const script = readFileSync(join(CHECKOUT, 'fixtures', 'images', image, 'install.sh'), 'utf8');
  const [, comment = ''] = /^#!.*\n((?:#.*\n)+)/.exec(script) ?? [];
  return comment.replaceAll(/^# ?/gm, '').replaceAll(/\s+/g, ' ').trim();
}
