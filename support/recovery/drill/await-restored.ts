import { applications } from '../../applications/open-store';
import type { Instant, Milliseconds } from '../../drill/time';
import { agree } from './agree';
import type { DrillCourse } from './drill-course';

/** Waits until people can work again, by what the scenario says of it, and compares the time with the objective. */
export async function awaitRestored(
  course: DrillCourse,
  expected: readonly string[],
  limit: Milliseconds,
): Promise<void> {
  const { restored, objectives, component } = course.scenario;
  const declared = restored.by === 'workload' ? restored.applications : [component];
  agree('what is to be back, and when', [expected, limit], [declared, objectives.rto]);
  const { watch, workload, since } = course.underWay();
  const { steadyFor } = course.options.ports.environment.workload;
  const instant = await course.limited('being restored', restored.within, async (signal) => {
    // All that people work in: the monitor may poll before they have worked for long enough, and a plan that mends one application
    // may keep them from another for a moment, as the restart of a web server does.
    const served = applications.map((name) => workload.waitForSteady(name, since, steadyFor, signal));
    const seenWell =
      restored.by === 'workload' ? [] : [watch.awaitState(restored.device, restored.states, since, signal)];
    return latest(await Promise.all([...served, ...seenWell]));
  });
  const seen =
    restored.by === 'workload'
      ? `requests to ${restored.applications.join(', ')} succeed again`
      : `the monitor has "${restored.device}" well again`;
  course.record.moment('restored', instant, seen);
  course.restored = true;
  const took = instant.at - since;
  if (took >= limit)
    throw new Error(`restored after ${String(took / 1000)} s; the limit is ${String(limit / 1000)} s`);
}

const latest = (instants: readonly Instant[]): Instant =>
  instants.reduce((late, instant) => (instant.at > late.at ? instant : late));
