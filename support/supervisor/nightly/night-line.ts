import { isBegun } from '../../../reports/drill-figures';
import type { RunRecord } from '../../../reports/run-record';
import type { VerdictResult } from '../../drill/verdict';
import type { Found } from '../../recovery/run/night-file';
import { foundInLine } from './found-note';

/** So many drills are named of each kind; a line that nobody reads to its end helps nobody. */
const NAMED = 5;

/** What a night's line says besides its drills. */
export interface NightFacts {
  /** What the whole night took, bringing the environment up included. */
  readonly minutes: number;
  readonly found?: Found | undefined;
  /** Of the publication what people should know, in a few words. */
  readonly publication?: string | undefined;
}

/** A night in one line, for a chat or a mail's subject: what it came to first, then what somebody must look at. */
export function nightLine(record: RunRecord, { minutes, found, publication }: NightFacts): string {
  const { drills, environment, result } = record;
  const notBegun = drills.filter((drill) => !isBegun(drill));
  const of = (wanted: VerdictResult): readonly string[] =>
    drills.filter((drill) => drill.result === wanted && isBegun(drill)).map(({ drill }) => drill);
  const parts = [
    `${environment}: ${result}, ${String(of('met').length)} of ${String(drills.length)} drills met`,
    ...named('missed', of('missed')),
    ...named('unknown', of('unknown')),
    ...(notBegun.length === 0 ? [] : [`${String(notBegun.length)} not begun`]),
    ...[foundInLine(found) ?? [], publication ?? []].flat(),
    `${minutes.toFixed(0)} min`,
    record.run,
  ];
  return parts.join('; ');
}

function named(what: string, drills: readonly string[]): readonly string[] {
  if (drills.length === 0) return [];
  const more = drills.length > NAMED ? ` and ${String(drills.length - NAMED)} more` : '';
  return [`${what}: ${drills.slice(0, NAMED).join(', ')}${more}`];
}
