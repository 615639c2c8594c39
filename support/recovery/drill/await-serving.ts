import { minutes, type Milliseconds } from '../../drill/time';
import { agree } from './agree';
import type { DrillCourse } from './drill-course';
import { letPeopleIn } from './let-people-in';

/** Waits until people work without a failing request after a planned operation; whether they were kept from it too long is judged. */
export async function awaitServing(course: DrillCourse, limit: Milliseconds): Promise<void> {
  const { restored, operation, id } = course.scenario;
  if (operation === undefined || restored.by !== 'workload')
    throw new Error(`${id} is no planned operation that people go on working through`);
  agree('how long people may be interrupted', limit, operation.interruption);
  if (operation.people === 'afterwards')
    await course.limited('letting people in', minutes(2), (signal) => letPeopleIn(course, signal));
  const { workload } = course.underWay();
  const { steadyFor } = course.options.ports.environment.workload;
  const now = course.record.clock.now();
  await course.limited('being served', restored.within, (signal) =>
    Promise.all(restored.applications.map((name) => workload.waitForSteady(name, now, steadyFor, signal))),
  );
  course.restored = true;
  course.record.now('restored', `requests to ${restored.applications.join(', ')} succeed`);
}
