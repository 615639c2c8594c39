import { drillOnly } from '../../environment/drill-snapshots';
import { endEnvironmentLease } from '../../environment/environment-lease';
import type { OpenEnvironment } from '../../environment/open-environment';
import type { Rotation } from '../../environment/rotation';
import { systemFindings } from '../../environment/steady-state';

/**
 * Ends the lease of the whole environment, and gives what is not as declared all the same, a sentence each. What nobody would
 * find later keeps the lease, until the golden snapshot ends it: secrets that are kept nowhere else, and snapshots, which the next
 * drill would take for the last good ones.
 */
export async function freeEnvironment(
  open: OpenEnvironment,
  rotation: Pick<Rotation, 'renewed'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const snapshots = await open.cloud.snapshots.find(drillOnly, signal);
  const hidden = [
    ...rotation.renewed().map((name) => `${name} was renewed, which is kept nowhere else`),
    ...snapshots.map(({ id }) => `${id} was taken for the drill only, and is left`),
  ];
  if (hidden.length > 0) return hidden;
  await endEnvironmentLease(open, signal);
  return systemFindings(open, signal);
}
