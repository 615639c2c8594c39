import type { Clock } from '../../drill/clock';
import { stopConditionText, type DrillStop, type StopCondition } from '../../drill/stop-condition';
import { milliseconds, type Milliseconds } from '../../drill/time';
import { realTimer, type Timer } from '../../drill/timer';
import type { MonitorWatch } from '../../monitoring/watch';
import type { Workload } from '../../workload/workload';
import { stopConditionMet, type DrillView } from './stop-condition-met';

/** How often the conditions are looked at. */
const INTERVAL = milliseconds(500);

export interface StopConditionsOptions {
  /** The environment's and the scenario's; each ends the drill. */
  readonly conditions: readonly StopCondition[];
  /** When the fault began at the earliest. */
  readonly injected: Milliseconds;
  readonly clock: Pick<Clock, 'now'>;
  readonly workload: Pick<Workload, 'endedSince'>;
  readonly watch: Pick<MonitorWatch, 'events'>;
  /** Told once, of the first that is met. */
  readonly onMet: (stop: DrillStop) => void;
  readonly timer?: Timer;
}

/** Looks at the conditions until one is met, or until the returned function is called. */
export function watchStopConditions(options: StopConditionsOptions): () => void {
  const { conditions, injected, clock, workload, watch, onMet, timer = realTimer } = options;
  let takeBack: () => void = () => undefined;
  const look = (): void => {
    const now = clock.now();
    const endedSince: DrillView['endedSince'] = (application, since) =>
      workload.endedSince(application, since);
    const view = { now, injected, endedSince, monitorEvents: watch.events() };
    for (const condition of conditions) {
      const seen = stopConditionMet(condition, view);
      if (seen === undefined) continue;
      onMet({ condition: stopConditionText(condition), seen, at: now });
      return;
    }
    schedule();
  };
  const schedule = (): void => {
    takeBack = timer.after(INTERVAL, look);
  };
  if (conditions.length > 0) schedule();
  return () => takeBack();
}
