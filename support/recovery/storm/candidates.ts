import { locationText } from '../../drill/lease';
import { minutes } from '../../drill/time';
import { instanceNamed, type Role } from '../../environment/environment';
import { makeFault } from '../../faults/faults';
import type { DrillDefinition } from '../catalogue/catalogue';
import { faultContextOf, type FaultableEnvironment } from '../ports/fault-context-of';
import { withTimeLimit } from '../drill/time-limit';

/** A failure that a storm may draw. */
export interface Candidate {
  readonly drill: string;
  /** Instances that it breaks, by name. */
  readonly strikes: readonly string[];
  /** Where its leases lie, in words: no two faults hold the same. */
  readonly places: readonly string[];
  /** Why no other failure overlaps with it; absent where one may. */
  readonly alone?: string;
}

/** Who sees, and through whom one acts: while they are struck nothing is said of what else is. */
const EYES_AND_HANDS: readonly Role[] = ['monitor', 'bastion'];

/** The failures among these drills, with what their faults would strike and hold now; nothing is touched. */
export async function candidatesOf(
  open: FaultableEnvironment,
  drills: readonly DrillDefinition[],
  seed: number,
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  for (const { scenario } of drills) {
    const { id, fault: order, operation } = scenario;
    // What an operation meets on its way is no failure that anybody is to recover from.
    if (order === undefined || operation !== undefined) continue;
    const fault = makeFault(faultContextOf(open, seed), order);
    const parts = await withTimeLimit(`looking at ${id}`, minutes(1), signal, (limit) => fault.leases(limit));
    const strikes = [...new Set([...fault.strikes, scenario.component])];
    const roles = strikes.map((name) => instanceNamed(open.environment, name).role);
    const alone =
      scenario.class === 'attack'
        ? 'what an attack leaves is looked for everywhere'
        : scenario.before !== undefined
          ? 'its archive is of a whole environment'
          : scenario.blastRadius !== undefined
            ? 'it strikes as much as may be struck already'
            : roles.some((role) => EYES_AND_HANDS.includes(role))
              ? 'nobody would see another failure, or could act'
              : undefined;
    found.push({
      drill: id,
      strikes,
      // Every drill holds the environment as a whole, whatever else is in force.
      places: parts
        .filter(({ location }) => location.kind !== 'environment')
        .map(({ location }) => locationText(location)),
      ...(alone === undefined ? {} : { alone }),
    });
  }
  return found;
}
