import { revertLeases } from '../safety/revert-leases';
import { environmentLeaseOf } from './environment-lease';
import type { OpenEnvironment } from './open-environment';
import { restoreGoldenSnapshot } from './restore-golden-snapshot';
import type { Progress } from './stopwatch';

interface Restoring {
  readonly revertLeases: typeof revertLeases;
  readonly restoreGoldenSnapshot: typeof restoreGoldenSnapshot;
}

/**
 * Brings an environment that a drill holds back to its golden snapshot before anything is built on it: what the drill has broken
 * would go into the next golden snapshot where the revision or the content is another. The state's revision is still that of the
 * snapshot. A protected environment has no drill, and one that is new has no snapshot.
 */
export async function restoreIfHeld(
  open: OpenEnvironment,
  progress: Progress,
  signal: AbortSignal,
  by: Restoring = { revertLeases, restoreGoldenSnapshot },
): Promise<void> {
  const { name, state } = open;
  if (state.golden === undefined || state.protected === true) return;
  const holder = await environmentLeaseOf(open, signal);
  if (holder === undefined) return;
  progress(`${name} is held by ${holder}: it goes back to its golden snapshot first`);
  const { did } = await by.revertLeases(open, signal);
  for (const sentence of did) progress(sentence);
  await by.restoreGoldenSnapshot(open, progress, signal);
}
