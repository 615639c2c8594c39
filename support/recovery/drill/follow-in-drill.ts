import type { TimelineEvent } from '../../drill/timeline';
import type { DrillCourse } from './drill-course';
import { followRunbook, type Followed } from '../runbook/follow-runbook';
import type { FilledRunbook } from '../runbook/runbook';

/** Follows a runbook within a drill, which keeps its texts and at its end undoes what its steps leave to be undone. */
export function followInDrill(
  course: DrillCourse,
  runbook: FilledRunbook,
  onMoment: (event: TimelineEvent) => void = () => undefined,
): Promise<Followed> {
  const { record, toUndo, facts, signal } = course;
  const { actions, ports, journal } = course.options;
  return followRunbook({
    runbook,
    actions,
    clock: record.clock,
    signal,
    onMoment,
    context: {
      ...ports.recovery,
      keep: (name, text) => record.keep(name, text),
      undoAtEnd: (name, undo) => {
        journal.append({ type: 'to-be-undone', name });
        toUndo.add(name, undo);
      },
      facts,
    },
  });
}
