import type { PlannedChange } from '../../drill/fault';
import { goldenTag } from '../../environment/golden-snapshot';
import type { FaultableEnvironment } from '../ports/fault-context-of';

/** What going back to the golden snapshot would replace, and by what. */
export interface PlannedReset {
  /** `golden-1f2e3d4c` */
  readonly set: string;
  /** ISO 8601. */
  readonly takenAt: string;
  /** One for each instance, resolved to ids. */
  readonly changes: readonly PlannedChange[];
}

/** Undefined where there is no golden snapshot yet. Touches nothing. */
export async function planReset(
  { environment, state: { golden }, cloud }: FaultableEnvironment,
  signal: AbortSignal,
): Promise<PlannedReset | undefined> {
  if (golden === undefined) return undefined;
  const [instances, volumes, snapshots] = await Promise.all([
    cloud.instances.find({}, signal),
    cloud.volumes.find({ 'firedrill:volume': 'data' }, signal),
    cloud.snapshots.find({ [goldenTag]: golden.set }, signal),
  ]);
  const changes = environment.instances.map(({ name }) => {
    const named = ({ tags }: { readonly tags: Readonly<Record<string, string>> }) => tags['Name'] === name;
    const ids = (found: readonly { readonly id: string }[], none: string): string =>
      found.map(({ id }) => id).join(', ') || none;
    const volume = ids(volumes.filter(named), 'no data volume');
    const snapshot = snapshots.filter(({ tags }) => tags['firedrill:instance'] === name);
    return {
      target: `${name} (${ids(instances.filter(named), 'not there')})`,
      change: `a new data volume of ${ids(snapshot, 'no snapshot')} in the place of ${volume}, which is deleted`,
      revert: 'nothing brings back what was written since',
    };
  });
  return { set: golden.set, takenAt: golden.takenAt, changes };
}
