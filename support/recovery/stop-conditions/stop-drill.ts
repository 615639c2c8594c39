import { stopText, type DrillStop } from '../../drill/stop-condition';
import type { Milliseconds } from '../../drill/time';
import type { DrillCourse } from '../drill/drill-course';
import { watchStopConditions } from './watch-stop-conditions';

/**
 * Looks at the environment's and the scenario's stop conditions until the drill ends them.
 * @param injected when the fault began at the earliest: the conditions count from it
 * @param revert reverts the fault, whatever step is under way
 */
export function stopWhereMet(course: DrillCourse, injected: Milliseconds, revert: () => Promise<void>): void {
  const { workload, watch, scenario } = course;
  if (workload === undefined || watch === undefined) throw new Error('the drill has not begun');
  const { ports, timer } = course.options;
  course.endStopConditions = watchStopConditions({
    conditions: [...ports.environment.safety.stop, ...scenario.stop],
    injected,
    clock: course.record.clock,
    workload,
    watch,
    onMet: (met) => stop(course, met, revert),
    ...(timer === undefined ? {} : { timer }),
  });
}

/** The end of the drill is still to come, and tells of a fault that could not be reverted. */
function stop(course: DrillCourse, met: DrillStop, revert: () => Promise<void>): void {
  const { record, scenario } = course;
  course.stopped = true;
  course.endWaits(new Error(stopText(met)));
  const { condition, seen } = met;
  // What cannot be written down is reverted all the same.
  void course.attempt('writing down that the drill was stopped', () => {
    course.options.journal.append({ type: 'drill-stopped', drill: scenario.id, condition, seen });
    record.stoppedBy(met);
    return Promise.resolve();
  });
  revert().catch(() => undefined);
}
