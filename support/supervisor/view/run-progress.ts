import type { VerdictResult } from '../../drill/verdict';
import type { RunEvent } from '../../recovery/run/run-event';

/** A drill under way, as far as was told. Times are milliseconds of the watcher's clock. */
export interface DrillProgress {
  readonly drill: string;
  readonly title: string;
  readonly rtoMs?: number | undefined;
  readonly steps: readonly { readonly title: string; readonly budgetMs: number }[];
  /** What was told last: a moment of the timeline, or `begun` and `ending`. */
  readonly last: string;
  /** When that was told. */
  readonly since: number;
  /** The step under way, from 1. */
  readonly step?: number | undefined;
  /** From when on people are counted as unable to work. */
  readonly broken?: number | undefined;
  /** How long that took, once they can work again. */
  readonly recoveredMs?: number | undefined;
}

/** A run as it goes on. */
export interface RunProgress {
  readonly run: string;
  readonly environment: string;
  readonly began: number;
  /** When no drill begins any more. */
  readonly until?: number | undefined;
  /** How many drills there are to be, where that is known. */
  readonly total?: number | undefined;
  readonly judged: Readonly<Record<VerdictResult, number>>;
  /** Under way, in the order in which they began. Several in a storm. */
  readonly drills: readonly DrillProgress[];
}

export const beginning = (
  facts: Pick<RunProgress, 'run' | 'environment' | 'began' | 'until' | 'total'>,
): RunProgress => ({ ...facts, judged: { met: 0, missed: 0, unknown: 0 }, drills: [] });

/** The run after an event that was told at this time. What is told of a drill that never began is passed over. */
export function after(progress: RunProgress, event: RunEvent, now: number): RunProgress {
  const { drills, judged } = progress;
  if (event.type === 'drill-begun') {
    const { drill, title, rtoMs, steps } = event;
    const begun: DrillProgress = { drill, title, rtoMs, steps, last: 'begun', since: now };
    return { ...progress, drills: [...drills.filter((each) => each.drill !== drill), begun] };
  }
  if (event.type === 'drill-judged')
    return {
      ...progress,
      judged: { ...judged, [event.result]: judged[event.result] + 1 },
      drills: drills.filter(({ drill }) => drill !== event.drill),
    };
  return {
    ...progress,
    drills: drills.map((each) => (each.drill === event.drill ? afterMoment(each, event, now) : each)),
  };
}

function afterMoment(
  drill: DrillProgress,
  event: Extract<RunEvent, { type: 'moment' | 'drill-ending' }>,
  now: number,
): DrillProgress {
  if (event.type === 'drill-ending') return { ...drill, last: 'ending', since: now, step: undefined };
  const { moment, step } = event;
  // A request that fails for the first time while a step is under way ends no step.
  if (moment === 'observable' && drill.step !== undefined) return drill;
  const told = { ...drill, last: moment, since: now, step: moment === 'step-started' ? step : undefined };
  // A planned operation begins when its runbook is taken up; after a failure it is broken already.
  const breaks = moment === 'injected' || (moment === 'declared' && drill.broken === undefined);
  if (breaks) return { ...told, broken: now };
  if (moment === 'restored' && drill.broken !== undefined)
    return { ...told, recoveredMs: now - drill.broken };
  return told;
}
