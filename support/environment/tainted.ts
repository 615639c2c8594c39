import type { Instance } from '../cloud/instances';
import type { ResourceTags } from '../cloud/resource-tags';

/** An instance with this tag has a root disk that nobody answers for: it is run anew from its image, never repaired. */
export const TAINTED = 'firedrill:tainted';

export const taint = (
  tags: Pick<ResourceTags, 'set'>,
  id: Instance['id'],
  signal: AbortSignal,
): Promise<void> => tags.set(id, { [TAINTED]: 'true' }, signal);

export const isTainted = ({ tags }: Pick<Instance, 'tags'>): boolean => tags[TAINTED] !== undefined;

/** Its root disk is known again to be what its image and its configuration make of it. */
export const untaint = (
  tags: Pick<ResourceTags, 'remove'>,
  id: Instance['id'],
  signal: AbortSignal,
): Promise<void> => tags.remove(id, [TAINTED], signal);
