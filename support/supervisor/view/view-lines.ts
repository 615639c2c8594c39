import { styleText } from 'node:util';
import sliceAnsi from 'slice-ansi';
import type { VerdictResult } from '../../drill/verdict';
import type { DrillProgress, RunProgress } from './run-progress';

export interface Window {
  readonly columns: number;
  readonly rows: number;
  /** Whether colours are seen; what they say stands there in words, too. */
  readonly colours: boolean;
}

/** The view takes no more than this share of a low window: above it lines go on. */
const SHARE = 0.5;
const LABEL = 10;
const BAR = 20;
/** Below that a bar says nothing. */
const NARROW = 60;

/** What a drill does after what was told last. */
const WORDS: Readonly<Record<string, string>> = {
  begun: 'looks whether all is well, and lets people work',
  archived: 'an archive is taken; soon it breaks',
  injected: 'it is broken: waits until somebody notices',
  observable: 'requests fail: waits for the monitor',
  detected: 'the monitor has told',
  declared: 'the runbook is taken up',
  interrupted: 'the step was killed; the runbook is begun again',
  'step-ended': 'the step has ended',
  restored: 'people work again: waits whether it lasts',
  verified: 'it is looked at what came of it',
  stopped: 'a stop condition is met: it is reverted',
  reverted: 'it is reverted',
  ending: 'ends the load, reads all back, and resets',
};

/** A run at this time in lines of the window's width: what goes on now, what is used of each budget, and the verdicts so far. */
export function viewLines(progress: RunProgress, now: number, window: Window): readonly string[] {
  const { columns, rows } = window;
  const lines = [
    headLine(progress, window),
    ...(progress.until === undefined
      ? [labelled('run', `${timeText(now - progress.began)} so far`)]
      : [budgetLine('night', now - progress.began, progress.until - progress.began, columns)]),
    ...(progress.drills.length === 0 ? [labelled('now', 'no drill is under way')] : []),
    ...progress.drills.flatMap((drill) => drillLines(drill, now, columns)),
  ];
  const room = Math.max(1, Math.floor(rows * SHARE));
  // A line that reaches the last column makes some terminals begin another.
  return lines.slice(0, room).map((line) => sliceAnsi(line, 0, Math.max(1, columns - 1)));
}

function headLine({ run, environment, judged, total }: RunProgress, { colours }: Window): string {
  const { met, missed, unknown } = judged;
  const done = met + missed + unknown;
  const of = total === undefined ? '' : ` of ${String(total)}`;
  const left = total === undefined ? '' : `; ${String(Math.max(0, total - done))} left`;
  const count = (result: VerdictResult, style: 'green' | 'red' | 'yellow'): string => {
    const text = `${String(judged[result])} ${result}`;
    return colours && judged[result] > 0 ? styleText(style, text, { validateStream: false }) : text;
  };
  const verdicts = [count('met', 'green'), count('missed', 'red'), count('unknown', 'yellow')].join(', ');
  return `${String(done)}${of} judged: ${verdicts}${left} | ${environment} | ${run}`;
}

function drillLines(drill: DrillProgress, now: number, columns: number): readonly string[] {
  const { title, drill: id, broken, recoveredMs, rtoMs } = drill;
  const lines = [labelled('drill', `${id}: ${title}`), ...nowLines(drill, now, columns)];
  if (broken === undefined) return lines;
  if (recoveredMs !== undefined) {
    const of = rtoMs === undefined ? '' : ` of ${timeText(rtoMs)}`;
    return [...lines, labelled('recovered', `in ${timeText(recoveredMs)}${of}`)];
  }
  if (rtoMs === undefined) return [...lines, labelled('operation', `${timeText(now - broken)} so far`)];
  return [...lines, budgetLine('recovery', now - broken, rtoMs, columns)];
}

function nowLines(
  { last, since, step, steps }: DrillProgress,
  now: number,
  columns: number,
): readonly string[] {
  const under = step === undefined ? undefined : steps[step - 1];
  if (step === undefined || under === undefined)
    return [labelled('now', `${WORDS[last] ?? last}, ${timeText(now - since)}`)];
  return [
    labelled('now', `step ${String(step)} of ${String(steps.length)}: ${under.title}`),
    budgetLine('step', now - since, under.budgetMs, columns),
  ];
}

const budgetLine = (label: string, spent: number, budget: number, columns: number): string =>
  labelled(label, used(spent, budget, columns));

const labelled = (label: string, text: string): string => `${label.padEnd(LABEL)}${text}`;

/** `[######--------------]  3 s of 10 s`; in a narrow window without the bar. */
function used(spent: number, budget: number, columns: number): string {
  const over = spent > budget ? ', over' : '';
  const text = `${timeText(spent)} of ${timeText(budget)}${over}`;
  if (columns < NARROW) return text;
  const filled = Math.min(BAR, Math.floor((spent / Math.max(1, budget)) * BAR));
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}]  ${text}`;
}

/** `7 s`, `1 min 5 s`, `2 h 3 min`. */
export function timeText(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const parts =
    hours > 0 ? [`${String(hours)} h`, minutes > 0 ? `${String(minutes)} min` : ''] : minutesAnd();
  return parts.filter((part) => part !== '').join(' ');

  function minutesAnd(): readonly string[] {
    if (minutes === 0) return [`${String(seconds)} s`];
    return [`${String(minutes)} min`, seconds > 0 ? `${String(seconds)} s` : ''];
  }
}
