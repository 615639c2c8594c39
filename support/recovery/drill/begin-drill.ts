import { applications } from '../../applications/open-store';
import { minutes } from '../../drill/time';
import { all } from '../../environment/turns';
import type { DrillCourse } from './drill-course';
import { letPeopleIn } from './let-people-in';

/** Refuses unless the environment is whole; then starts the monitor's watch and the workload, and waits until all is seen to be well. */
export async function beginDrill(course: DrillCourse): Promise<void> {
  const { record, scenario } = course;
  const { journal } = course.options;
  journal.append({ type: 'drill-begun', drill: scenario.id, folder: scenario.id });
  try {
    await course.limited('beginning', minutes(3), (signal) => begin(course, signal));
  } catch (error) {
    record.error('beginning', error);
    throw error;
  }
}

async function begin(course: DrillCourse, signal: AbortSignal): Promise<void> {
  const { record, scenario } = course;
  const { ports, journal } = course.options;
  const findings = await ports.systemFindings(signal);
  if (findings.length > 0) {
    throw new Error(`${ports.environment.name} is not steady, so no drill begins: ${findings.join('; ')}`);
  }
  // From here on the environment holds what nobody declared, until the drill has left it as it was.
  journal.append({ type: 'environment-leased', why: `${scenario.id} drills on it` });
  await ports.environmentLease.arm(course.terms(scenario.id), signal);
  // The monitor takes its polls to see what the last reset brought back; nothing breaks before it has.
  const monitored = ports.untilMonitored(signal);
  const watched = watchMonitor(course, signal);
  const worked = scenario.operation?.people === 'afterwards' ? Promise.resolve() : people(course, signal);
  await all([monitored, watched, worked, ports.inventory(signal).then((found) => record.took(found))]);
}

async function watchMonitor(course: DrillCourse, signal: AbortSignal): Promise<void> {
  const { record, options } = course;
  course.watch = await options.ports.watchMonitor(
    record.clock,
    (event) => record.monitorEvent(event),
    signal,
  );
}

/** Lets people in, and waits until they have worked for a while: only then something breaks. */
async function people(course: DrillCourse, signal: AbortSignal): Promise<void> {
  const since = course.record.clock.now();
  const workload = await letPeopleIn(course, signal);
  const { baseline } = course.options.ports.environment.workload;
  await all(applications.map((name) => workload.waitForSteady(name, since, baseline, signal)));
}
