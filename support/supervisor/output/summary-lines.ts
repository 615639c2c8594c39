import { interruptionMs } from '../../../reports/drill-figures';
import type { DrillRecord, RunRecord } from '../../../reports/run-record';

/** A line for each drill, for the terminal. */
export function summaryLines({ drills, notes, result }: RunRecord): string[] {
  const width = Math.max(0, ...drills.map(({ title }) => title.length));
  const rows = drills.map((drill) => {
    const { title, result: verdict, reason } = drill;
    return `${verdict.padEnd(7)}  ${title.padEnd(width)}  ${timeText(drill)}${reason === '' ? '' : `; ${reason}`}`;
  });
  return [...rows, ...notes, `the run: ${result}`];
}

/** How long people could not work: after a failure, or in a planned operation. */
function timeText(drill: DrillRecord): string {
  const { recoveryMs } = drill;
  const interrupted = interruptionMs(drill);
  if (interrupted !== undefined) return `interrupted for ${inSeconds(interrupted)}`;
  return recoveryMs === undefined ? 'not recovered' : `recovered in ${inSeconds(recoveryMs)}`;
}

const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
