import { agree } from './agree';
import type { DrillCourse } from './drill-course';

/** Waits until the monitor, not the harness, reports the device that the scenario names. */
export async function awaitDetection(course: DrillCourse, device: string): Promise<void> {
  const { detection, id } = course.scenario;
  if (detection === undefined) throw new Error(`${id} is a planned operation: there is nothing to detect`);
  agree('the device', device, detection.device);
  const { watch, since } = course.underWay();
  const subject = `the monitor's report of "${device}" as ${detection.states.join(' or ')}`;
  const event = await course
    .limited(subject, detection.within, (signal) => watch.awaitState(device, detection.states, since, signal))
    .catch((error: unknown) => {
      course.record.keptFromRunbook(error);
      throw error;
    });
  course.record.moment('detected', event, `${event.device}: ${event.tag.trim()} ${event.message}`);
}
