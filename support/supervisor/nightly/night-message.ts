import { hostname } from 'node:os';
import { isBegun } from '../../../reports/drill-figures';
import type { DrillRecord, RunRecord } from '../../../reports/run-record';
import { plain } from './in-one-line';
import { nightLine, type NightFacts } from './night-line';
import type { NightMessage } from './outlet';

/** So many drills of each kind are told with their reasons; the report has all. */
const TOLD = 20;

/**
 * What people are told of a night: its line, and for who reads on, each drill that was not met with the reason.
 *
 * @param report the path of the report on this machine
 */
export function nightMessage(record: RunRecord, facts: NightFacts, report: string): NightMessage {
  const { run, environment, endedAt, drills, notes } = record;
  const line = plain(nightLine(record, facts));
  const notMet = drills.filter((drill) => drill.result !== 'met' && isBegun(drill));
  const text = [
    line,
    ...section(
      'Missed',
      notMet.filter(({ result }) => result === 'missed'),
    ),
    ...section(
      'Unknown',
      notMet.filter(({ result }) => result === 'unknown'),
    ),
    ...(notes.length === 0 ? [] : ['', ...notes.map(plain)]),
    '',
    `The report: ${report} on ${hostname()}`,
    '',
  ];
  return { line, text: text.join('\n'), id: `${run}.${environment}`, at: endedAt };
}

/** What people are told of a night that did not come to its report, or did not begin. */
export function failedNightMessage(environment: string, why: string, began: Date): NightMessage {
  const line = plain(`${environment}: the night failed: ${why}`);
  const at = began.toISOString();
  return {
    line,
    text: `${line}\n\nIt was begun at ${at} on ${hostname()}.\n`,
    id: `${at}.${environment}`,
    at,
  };
}

function section(title: string, drills: readonly DrillRecord[]): readonly string[] {
  if (drills.length === 0) return [];
  const more = drills.length - TOLD;
  return [
    '',
    `${title}:`,
    ...drills.slice(0, TOLD).map(({ drill, reason }) => `  ${drill}: ${plain(reason)}`),
    ...(more > 0 ? [`  and ${String(more)} more`] : []),
  ];
}
