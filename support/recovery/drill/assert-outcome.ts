import { minutes } from '../../drill/time';
import { agree } from './agree';
import type { DrillCourse } from './drill-course';
import { followInDrill } from './follow-in-drill';

/** Looks, beside the runbook, whether what it is for came about; throws when it did not. */
export async function assertOutcome(course: DrillCourse, that: string): Promise<void> {
  const { outcome, id } = course.scenario;
  if (outcome === undefined) throw new Error(`${id} says nowhere what is to be seen in the end`);
  agree('what is to be seen in the end', that, outcome.that);
  course.underWay();
  const step = { ...outcome, title: that, expected: that, budget: minutes(3), undo: '' };
  const runbook = { id: 'outcome', title: that, preconditions: [], steps: [step] };
  const { record, failure } = await followInDrill(course, runbook);
  course.record.outcomeSeen(failure === undefined, record.steps[0]?.observed ?? '');
  if (failure !== undefined) throw failure;
}
