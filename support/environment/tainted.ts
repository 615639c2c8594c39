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

export const isTainted = ({ tags }: Pick<Instance, 'tags'>): boolean =>
  tags[TAINTED] !== undefined || tags[SSHD_STOPPED] !== undefined;

/** Its root disk is known again to be what its image and its configuration make of it. */
export const untaint = (
  tags: Pick<ResourceTags, 'remove'>,
  id: Instance['id'],
  signal: AbortSignal,
): Promise<void> => tags.remove(id, [TAINTED], signal);
