import type { Evidence } from '../drill/evidence-folder';
import type { Application } from '../drill/history';
import type { Milliseconds } from '../drill/time';
import { beginOf } from './begin';
import type { Operation } from './operations';

/** What a plan gives up that goes back to an archive: writes of these applications that were acknowledged after `since`. */
export interface GivenUp {
  readonly applications: readonly Application[];
  readonly since: Milliseconds;
}

/**
 * What a drill's plan gives up by its evidence: what was acknowledged since the archive was taken, and not longer before the
 * failure than the recovery point objective says. Undefined where nothing may be lost.
 */
export function givenUpBy(evidence: Pick<Evidence, 'manifest' | 'timeline'>): GivenUp | undefined {
  const { archive, objectives } = evidence.manifest;
  const archived = evidence.timeline.find(({ moment }) => moment === 'archived');
  const began = beginOf(evidence);
  if (archive === undefined || archived === undefined || began === undefined) return undefined;
  const since = Math.max(archived.at, began.at - objectives.rpoMs) as Milliseconds;
  return objectives.rpoMs === 0 ? undefined : { applications: archive.givesUp, since };
}

/** Whether an acknowledged write may be lost. */
export const mayBeLost =
  (given: GivenUp | undefined) =>
  ({ application, completedAt }: Operation): boolean =>
    given !== undefined &&
    completedAt !== undefined &&
    completedAt > given.since &&
    given.applications.includes(application);

/**
 * Without the reads that were answered with "there is no such item" of a write that is given up: who looks for that has lost
 * it, and who looks for anything else can work.
 */
export function withoutGivenUp(
  operations: readonly Operation[],
  given: GivenUp | undefined,
): readonly Operation[] {
  if (given === undefined) return operations;
  const name = ({ application, key }: Operation): string => `${application} ${key}`;
  const isLost = mayBeLost(given);
  const lost = new Set(
    operations.filter((each) => each.kind === 'write' && each.outcome === 'ok' && isLost(each)).map(name),
  );
  return operations.filter((each) => each.absent === undefined || !lost.has(name(each)));
}
