import { agree } from './agree';
import { beginOperation } from './begin-operation';
import type { DrillCourse } from './drill-course';
import { followInDrill } from './follow-in-drill';
import { followUntilKilled } from '../kill/follow-until-killed';
import type { Kill } from '../catalogue/scenario';

/**
 * Declares the incident and follows the scenario's runbook. Throws when a step fails, and the record says which; where the
 * runbook is to go back, when it does not.
 */
export async function followPlan(course: DrillCourse, title: string, goesBack: boolean): Promise<void> {
  const { record, scenario } = course;
  const { runbook } = course.options.definition;
  const { operation } = scenario;
  const { goesBackAfter } = scenario.then;
  agree('the runbook', title, runbook.title);
  agree('whether it goes back', goesBack, goesBackAfter !== undefined);
  if (operation !== undefined) beginOperation(course);
  record.now('declared', `the runbook "${title}" is taken up`);
  for (const [index, kill] of (operation?.killed ?? []).entries())
    await followKilled(course, kill, `killed-run-${String(index + 1)}.json`);
  const followed = await followInDrill(course, runbook, (event) => record.timeline(event));
  record.runbook(followed.record);
  const { failure, wentBackAfter } = followed;
  if (goesBackAfter !== undefined && wentBackAfter === goesBackAfter) return;
  // Whether it refused for the right reason is judged.
  if (failure !== undefined && operation?.refused === undefined) throw failure;
  if (goesBackAfter !== undefined)
    throw new Error(`the runbook was followed to its end; "${goesBackAfter}" was to fail`);
}

/**
 * Follows the runbook until something of a step is killed; throws where that step did not end by it. It stands for the death
 * of whoever follows it, too: nobody is left to follow a way back.
 */
async function followKilled(course: DrillCourse, kill: Kill, keptAs: string): Promise<void> {
  const { record, signal } = course;
  const { definition, ports } = course.options;
  const { id, title, preconditions, steps } = definition.runbook;
  const runbook = { id, title, preconditions, steps };
  const seen = await followUntilKilled(
    {
      kill,
      runbook,
      environment: ports.environment,
      host: ports.recovery.host,
      follow: (onStep) =>
        followInDrill(course, runbook, ({ moment, step }) => {
          if (moment === 'step-started' && step !== undefined) onStep(step);
        }),
      followElsewhere: (how) => ports.followInKilledProcess(runbook, how, signal),
      signal,
    },
    (followed) => record.keep(keptAs, `${JSON.stringify(followed, null, 2)}\n`),
  );
  record.now('interrupted', seen);
}
