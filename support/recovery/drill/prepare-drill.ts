import { milliseconds } from '../../drill/time';
import type { DrillCourse } from './drill-course';
import { followInDrill } from './follow-in-drill';

/** The actions whose moment the archive holds. */
const ARCHIVING: readonly string[] = [
  'snapshot-data-volumes',
  'snapshot-before-migration',
  'snapshot-before-refresh',
];

/** Follows the routine operation that the scenario has before its fault, while people work. Throws when a step fails. */
export async function prepareDrill(course: DrillCourse): Promise<void> {
  const { record, scenario, workload } = course;
  const { before } = course.options.definition;
  if (before === undefined) throw new Error(`${scenario.id} has nothing to be done before its fault`);
  if (workload === undefined) throw new Error('the drill has not begun');
  // What it leaves, an archive's copy off site for one, goes with the golden snapshot.
  course.irreversible = true;
  const followed = await followInDrill(course, before);
  record.preparation(followed.record);
  if (followed.failure !== undefined) {
    record.error('preparing', followed.failure);
    throw followed.failure;
  }
  course.prepared = true;
  const archive = followed.record.steps.find(({ action }) => ARCHIVING.includes(action));
  if (archive === undefined) return;
  // What was acknowledged before it began is in it; the moment itself lies somewhere within.
  const error = milliseconds(archive.endedAt - archive.startedAt);
  record.moment('archived', { at: archive.startedAt, error }, archive.observed);
  const { givesUp = [] } = scenario.before ?? {};
  workload.giveUp({ applications: givesUp, since: archive.startedAt });
}
