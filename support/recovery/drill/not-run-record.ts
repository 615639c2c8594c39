import type { RunbookRecord } from '../../drill/evidence';
import type { Milliseconds } from '../../drill/time';
import type { FilledRunbook } from '../runbook/runbook';

/** The record of a runbook that the drill never came to, and why. */
export function notRunRecord(runbook: FilledRunbook, at: Milliseconds, why?: string): RunbookRecord {
  const ended = 'the drill ended before the runbook was taken up';
  const steps = runbook.steps.map(({ title, action, target, parameters, expected, budget }, index) => ({
    step: index + 1,
    title,
    action,
    parameters: { target, ...parameters },
    commands: [],
    expected,
    budgetMs: budget,
    startedAt: at,
    endedAt: at,
    outcome: 'not-run' as const,
    observed: why === undefined ? ended : `${ended}: ${why}`,
  }));
  return { id: runbook.id, title: runbook.title, steps };
}
