import type { DrillCourse } from './drill-course';

/** Reverts the fault and undoes what steps left to be undone; what cannot be undone is an error of the harness. */
export async function undoDrill(course: DrillCourse): Promise<void> {
  course.endStopConditions();
  for (const error of await course.toUndo.undoAll()) course.record.error('undoing', error);
}

/** A drill that went wrong is reverted before anything is read: what it broke may keep what was written from being so. */
export async function revertUnlessRestored(course: DrillCourse): Promise<void> {
  const { restored, cut, stopped, began } = course;
  if (restored && !cut && !stopped) return;
  if (began && !restored && !course.reverted)
    course.record.now('reverted', 'nobody was seen to work again until now');
  course.reverted = true;
  await undoDrill(course);
}
