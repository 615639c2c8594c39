import type { Instance } from '../cloud/instances';
import type { ResourceTags } from '../cloud/resource-tags';

/** An instance with this tag has a root disk that nobody answers for: it is run anew from its image, never repaired. */
export const TAINTED = 'firedrill:tainted';

/**
 * With this one, its sshd was stopped: it is tainted, too, until that sshd is seen to go on or another is in its place. Its root
 * disk is as before.
 */
export const SSHD_STOPPED = 'firedrill:sshd-stopped';

export const taint = (
  tags: Pick<ResourceTags, 'set'>,
  id: Instance['id'],
  signal: AbortSignal,
): Promise<void> => tags.set(id, { [TAINTED]: 'true' }, signal);

/** Why an instance is to be run anew, in a clause with `it`; undefined for one that is not tainted. */
export function taintOf({ tags }: Pick<Instance, 'tags'>): string | undefined {
  if (tags[TAINTED] !== undefined) return 'nobody answers for its root disk';
  return tags[SSHD_STOPPED] === undefined ? undefined : 'its sshd was stopped';
}

export const isTainted = (instance: Pick<Instance, 'tags'>): boolean => taintOf(instance) !== undefined;

/** Its root disk is known again to be what its image and its configuration make of it. */
export const untaint = (
  tags: Pick<ResourceTags, 'remove'>,
  id: Instance['id'],
  signal: AbortSignal,
): Promise<void> => tags.remove(id, [TAINTED], signal);
