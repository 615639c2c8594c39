import { applications } from '../applications/open-store';
import { minutes } from '../drill/time';
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
  const { environment } = ports;
  const [findings, inventory] = await Promise.all([ports.systemFindings(signal), ports.inventory(signal)]);
  record.took(inventory);
  if (findings.length > 0) {
    throw new Error(`${environment.name} is not steady, so no drill begins: ${findings.join('; ')}`);
  }
  // From here on the environment holds what nobody declared, until the drill has left it as it was.
  journal.append({ type: 'environment-leased', why: `${scenario.id} drills on it` });
  await ports.environmentLease.arm(course.terms(scenario.id), signal);
  course.watch = await ports.watchMonitor(record.clock, (event) => record.monitorEvent(event), signal);
  // The monitor takes its polls to see what the last reset brought back; nothing breaks before it has.
  const monitored = ports.untilMonitored(signal);
  monitored.catch(() => undefined);
  if (scenario.operation?.people === 'afterwards') {
    await monitored;
    return;
  }
  const workload = await letPeopleIn(course, signal);
  // People have been working for a while when something breaks.
  const now = record.clock.now();
  const { baseline } = environment.workload;
  await Promise.all([
    monitored,
    ...applications.map((name) => workload.waitForSteady(name, now, baseline, signal)),
  ]);
}
