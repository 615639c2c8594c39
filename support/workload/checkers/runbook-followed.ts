import type { RunbookStepRecord } from '../../drill/evidence';
import { counted, spoken, verdict, type Checker } from './checker';

const NAME = 'runbook-followed';

/**
 * The recovery plan as written works: every step ran, succeeded, and kept to its budget. Where it is to go back after a
 * step, that step failed, and every step of the way back did as much. What a stopped drill did not
 * come to, and the step that the stop cut short, tell nothing of the plan: unknown.
 */
export const runbookFollowed: Checker = {
  name: NAME,
  check: ({ runbook, manifest }) => {
    if (runbook === undefined) return verdict(NAME, 'unknown', 'No runbook was followed.');
    if (runbook.id !== manifest.runbook) {
      const reason = `The runbook "${runbook.id}" was followed instead of "${manifest.runbook}".`;
      return verdict(NAME, 'missed', reason);
    }
    const { goesBackAfter } = manifest;
    const steps = goesBackAfter === undefined ? runbook.steps : meant(runbook.steps, goesBackAfter);
    if (steps.length === 0) return verdict(NAME, 'unknown', `The runbook "${runbook.title}" has no step.`);
    const failed = steps.filter(({ outcome }) => outcome === 'failed');
    const notRun = steps.filter(({ outcome }) => outcome === 'not-run');
    const late = steps.filter((step) => step.outcome === 'succeeded' && duration(step) > step.budgetMs);
    const measures = { steps: steps.length, failed: failed.length, notRun: notRun.length, late: late.length };
    const { stopped } = manifest;
    const troubles = [...failed, ...late, ...notRun];
    const [trouble] = troubles.filter(({ endedAt }) => stopped === undefined || endedAt < stopped.at);
    if (troubles.length === 0 && goesBackAfter !== undefined) {
      if (runbook.steps.some((step) => step.wayBack && step.outcome === 'succeeded'))
        return verdict(NAME, 'met', `"${goesBackAfter}" failed, and the whole way back was gone.`, measures);
      return verdict(NAME, 'missed', `The way back was not gone: "${goesBackAfter}" was to fail.`, measures);
    }
    if (troubles.length === 0) {
      return verdict(NAME, 'met', `All ${counted(steps.length, 'step')} succeeded within budget.`, measures);
    }
    if (trouble === undefined) {
      const reason = `The drill was stopped before the runbook "${runbook.title}" had come to its end.`;
      return verdict(NAME, 'unknown', reason, measures);
    }
    return verdict(
      NAME,
      'missed',
      `Step ${trouble.step}, "${trouble.title}", ${complaint(trouble)}.`,
      measures,
    );
  },
};

/** The steps that are to succeed where the one of that title is to fail: those before it, and those of the way back. */
function meant(steps: readonly RunbookStepRecord[], goesBackAfter: string): readonly RunbookStepRecord[] {
  const fails = steps.findIndex(({ title, outcome }) => title === goesBackAfter && outcome === 'failed');
  if (fails < 0) return steps;
  return steps.filter((step, index) => index < fails || step.wayBack);
}

function complaint(step: RunbookStepRecord): string {
  if (step.outcome === 'failed') return `failed: ${step.observed.replace(/\.$/, '')}`;
  if (step.outcome === 'not-run') return `was not run: ${step.observed.replace(/\.$/, '')}`;
  return `took ${spoken(duration(step))}; its budget is ${spoken(step.budgetMs)}`;
}

function duration(step: RunbookStepRecord): number {
  return step.endedAt - step.startedAt;
}
