import { loadEvidence } from '../../drill/evidence-folder';
import { minutes, seconds, type Milliseconds } from '../../drill/time';
import type { DrillCourse } from './drill-course';
import { withTimeLimit } from './time-limit';

/** Stops the load and reads back all that was acknowledged and all of the seed content; once. */
export async function verifyDrill(course: DrillCourse, limit: Milliseconds): Promise<void> {
  const { workload, record } = course;
  if (workload === undefined || course.verified) return;
  await withTimeLimit('stopping the load', seconds(60), new AbortController().signal, () => workload.stop());
  const { history } = loadEvidence(record.folder);
  const oldHost = course.scenario.operation?.brings === 'old-host';
  const what = { history, workloadContainer: workload.container, oldHost };
  await course.limited('reading back', limit, (signal) =>
    course.options.ports.readBack({ ...what, onRead: (read) => record.readBack(read) }, signal),
  );
  course.verified = true;
  record.now('verified', 'all that was acknowledged was read again');
}

/** Reads back, and throws when a checker says of the evidence so far anything but `met`. */
export async function assertVerified(course: DrillCourse, checker: string): Promise<void> {
  await verifyDrill(course, minutes(5));
  const verdict = course.record.judged().verdicts.find((each) => each.checker === checker);
  if (verdict?.result === 'met') return;
  throw new Error(`${checker} is ${verdict?.result ?? 'not judged'}: ${verdict?.reason ?? ''}`);
}
