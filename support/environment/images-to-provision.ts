import type { ImageId } from '../cloud/ids';
import { imageRecipeNames, readRecipeFile } from './image-recipe';

/**
 * Image ids by recipe with which an environment is provisioned: those that were built now. But a protected one that is there keeps
 * its own of what is promoted to it, which are the recipes that tell a version: no new image comes to it without a pack.
 */
export function imagesToProvision(
  isProtected: boolean,
  before: Readonly<Record<string, string>> | undefined,
  built: ReadonlyMap<string, ImageId>,
): Readonly<Record<string, string>> {
  const kept = isProtected ? Object.entries(before ?? {}).filter(([name]) => isPromoted(name)) : [];
  return { ...Object.fromEntries(built), ...Object.fromEntries(kept) };
}

const isPromoted = (recipe: string): boolean =>
  imageRecipeNames().includes(recipe) && readRecipeFile(recipe).version !== undefined;
