import type { RunRecord } from '../../reports/run-record';

/** A line for each drill, for the terminal. */
export function summaryLines({ drills, notes, result }: RunRecord): string[] {
  const width = Math.max(0, ...drills.map(({ title }) => title.length));
  const rows = drills.map(({ title, result: verdict, recoveryMs, reason }) => {
    const time =
      recoveryMs === undefined ? 'not recovered' : `recovered in ${(recoveryMs / 1000).toFixed(1)} s`;
    return `${verdict.padEnd(7)}  ${title.padEnd(width)}  ${time}${reason === '' ? '' : `; ${reason}`}`;
  });
  return [...rows, ...notes, `the run: ${result}`];
}
