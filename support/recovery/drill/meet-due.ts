import type { DrillCourse } from './drill-course';
import { followInDrill } from './follow-in-drill';

/**
 * Follows the routine operation that is due while the failure lasts. Throws unless it fails at the step that the scenario
 * says, by what it says.
 */
export async function meetDue(course: DrillCourse): Promise<void> {
  const { record, scenario } = course;
  const { due } = course.options.definition;
  if (due === undefined || scenario.due === undefined)
    throw new Error(`${scenario.id} has nothing that is due while the failure lasts`);
  course.underWay();
  const { failsAt, saying } = scenario.due;
  const followed = await followInDrill(course, due);
  record.due(followed.record);
  const failed = followed.record.steps.find(({ outcome }) => outcome === 'failed');
  if (failed?.title === failsAt && failed.observed.toLowerCase().includes(saying.toLowerCase())) {
    record.now('due', `"${due.title}" failed at "${failsAt}": ${failed.observed}`);
    return;
  }
  const found =
    failed === undefined ? 'it came to its end' : `it failed at "${failed.title}": ${failed.observed}`;
  const error = new Error(`"${due.title}" was to fail at "${failsAt}", saying "${saying}", but ${found}`);
  record.keptFromRunbook(error);
  throw error;
}
