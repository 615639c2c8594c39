import { agree } from './agree';
import type { DrillCourse } from './drill-course';

/** Throws unless the operation refused to go on before it changed anything, for that reason. */
export function assertRefused(course: DrillCourse, reason: string): void {
  agree('why it refuses', reason, course.scenario.operation?.refused);
  const { verdicts } = course.record.judged();
  const found = verdicts.find(({ checker }) => checker === 'refused-before-a-change');
  if (found?.result !== 'met') throw new Error(found?.reason ?? 'it was not judged');
}
