import type { Workload } from '../../workload/workload';
import type { DrillCourse } from './drill-course';

/** Starts the workload, and waits until each application has acknowledged a first write. */
export async function letPeopleIn(course: DrillCourse, signal: AbortSignal): Promise<Workload> {
  const { ports, run, seed } = course.options;
  const { historyFile, clock } = course.record;
  const options = { historyFile, clock, seed, run: `${run}/${course.scenario.id}` };
  const workload = await ports.startWorkload(options, signal);
  course.workload = workload;
  await workload.waitForFirstWrites(signal);
  return workload;
}
