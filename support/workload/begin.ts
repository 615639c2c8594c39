import type { Evidence } from '../drill/evidence-folder';
import type { Instant } from '../drill/time';

/** When what a drill is judged by began: its fault, or, of a planned operation, its runbook. */
export function beginOf({
  manifest,
  timeline,
}: Pick<Evidence, 'manifest' | 'timeline'>): Instant | undefined {
  const moment = manifest.operation === undefined ? 'injected' : 'declared';
  const event = timeline.find((each) => each.moment === moment);
  return event === undefined ? undefined : { at: event.at, error: event.error };
}
