import { milliseconds } from '../../drill/time';
import type { DrillCourse } from './drill-course';
import { noteFirstFailure } from './note-first-failure';
import { stopWhereMet } from '../stop-conditions/stop-drill';

/** From here on a planned operation changes the environment, which only the golden snapshot brings back. */
export function beginOperation(course: DrillCourse): void {
  const { workload, watch, scenario, record } = course;
  if (watch === undefined) throw new Error('the drill has not begun');
  course.refuseUnprepared('the operation');
  if (scenario.fault !== undefined && course.began === undefined)
    throw new Error(`${scenario.fault.name} comes before the operation, and was not injected`);
  const at = record.clock.now();
  // What it meets on its way was injected before, and is watched since.
  const watched = course.began !== undefined;
  course.began = { at, error: milliseconds(0) };
  course.irreversible = true;
  if (workload === undefined || watched) return;
  stopWhereMet(course, at, () => Promise.resolve());
  noteFirstFailure(workload, at, course.signal, record);
}
