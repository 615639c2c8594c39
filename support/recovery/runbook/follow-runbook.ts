import { setMaxListeners } from 'node:events';
import type { RunbookRecord, RunbookStepRecord } from '../../drill/evidence';
import type { Clock } from '../../drill/clock';
import { milliseconds, type Milliseconds } from '../../drill/time';
import type { TimelineEvent } from '../../drill/timeline';
import type { AnyAction } from '../actions/action';
import type { ActionContext } from '../actions/context';
import type { FilledRunbook, RunbookStep } from './runbook';

export interface FollowOptions {
  readonly runbook: FilledRunbook;
  readonly actions: ReadonlyMap<string, AnyAction>;
  readonly context: Omit<ActionContext, 'target' | 'budget'>;
  readonly clock: Clock;
  readonly onMoment: (event: TimelineEvent) => void;
  readonly signal: AbortSignal;
}

export interface Followed {
  readonly record: RunbookRecord;
  /** Why the runbook came to an end early. */
  readonly failure?: Error;
  /** The title of the step that failed, where the way back was then followed to its end. */
  readonly wentBackAfter?: string;
}

/** The harness's own clock reads microseconds; what lies between a reading and the act is far below a millisecond. */
const READING_ERROR = milliseconds(1);

/**
 * Follows a runbook step by step, each within its budget. The first step that fails ends it, and the steps after it
 * are recorded as not run: a person would stop and think, too. Where the runbook has a way back, that is then followed,
 * and its steps are recorded after the others. Does not reject for what a step did.
 */
export async function followRunbook(options: FollowOptions): Promise<Followed> {
  const { runbook, signal } = options;
  const { id, title, wayBack } = runbook;
  const { steps, failure } = await followSteps(options, 0);
  const failed = steps.findIndex(({ outcome }) => outcome === 'failed');
  if (failure === undefined || wayBack === undefined || failed < wayBack.from || signal.aborted) {
    const record = { id, title, steps };
    return failure === undefined ? { record } : { record, failure };
  }
  const back = await followSteps({ ...options, runbook: wayBack.runbook }, steps.length);
  const record = {
    id,
    title,
    steps: [...steps, ...back.steps.map((step) => ({ ...step, wayBack: true as const }))],
  };
  if (back.failure === undefined) return { record, failure, wentBackAfter: steps[failed]?.title ?? '' };
  const both = new Error(`${failure.message}; and on the way back, ${back.failure.message}`, {
    cause: back.failure,
  });
  return { record, failure: both };
}

/** @param before the number of steps that were recorded before these */
async function followSteps(
  options: FollowOptions,
  before: number,
): Promise<{ readonly steps: readonly RunbookStepRecord[]; readonly failure: Error | undefined }> {
  const { runbook, actions, clock, onMoment } = options;
  const steps: RunbookStepRecord[] = [];
  let failure: Error | undefined;
  for (const [index, step] of runbook.steps.entries()) {
    const number = before + index + 1;
    const action = actions.get(step.action);
    const facts = { environment: options.context.environment, target: step.target };
    const base = {
      step: number,
      title: step.title,
      action: step.action,
      parameters: { target: step.target, ...step.parameters },
      commands: action?.commands(step.parameters, facts) ?? [],
      expected: step.expected,
      budgetMs: step.budget,
    };
    if (failure !== undefined) {
      const now = clock.now();
      const culprit = before + steps.findIndex(({ outcome }) => outcome === 'failed') + 1;
      const observed = `not run, because step ${String(culprit)} failed`;
      steps.push({ ...base, startedAt: now, endedAt: now, outcome: 'not-run', observed });
      continue;
    }
    const startedAt = clock.now();
    onMoment({
      moment: 'step-started',
      at: startedAt,
      error: READING_ERROR,
      step: number,
      detail: step.title,
    });
    const result = await attempt(step, action, options);
    const endedAt = clock.now();
    if (result.outcome === 'failed') {
      failure = new Error(
        `step ${String(number)} of "${runbook.title}" failed (${step.title}): ${result.observed}`,
        {
          cause: result.cause,
        },
      );
    }
    const { outcome, observed } = result;
    onMoment({
      moment: 'step-ended',
      at: endedAt,
      error: READING_ERROR,
      step: number,
      outcome,
      detail: observed,
    });
    steps.push({ ...base, startedAt, endedAt, outcome, observed });
  }
  return { steps, failure };
}

type StepResult =
  | { readonly outcome: 'succeeded'; readonly observed: string }
  | { readonly outcome: 'failed'; readonly observed: string; readonly cause: unknown };

/** Runs one step within its budget. An action that does not answer its signal is left behind, not waited for. */
async function attempt(
  step: RunbookStep,
  action: AnyAction | undefined,
  { context, signal }: FollowOptions,
): Promise<StepResult> {
  if (action === undefined) {
    return { outcome: 'failed', observed: `there is no action "${step.action}"`, cause: undefined };
  }
  const budget = new AbortController();
  const timer = setTimeout(
    () => budget.abort(new Error(`its budget of ${inSeconds(step.budget)} ran out`)),
    step.budget,
  );
  const limit = AbortSignal.any([signal, budget.signal]);
  // As many listen as an action does at once.
  setMaxListeners(0, limit);
  try {
    limit.throwIfAborted();
    const observed = await Promise.race([
      action.run(step.parameters, { ...context, target: step.target, budget: step.budget }, limit),
      aborted(limit),
    ]);
    return { outcome: 'succeeded', observed };
  } catch (cause) {
    return { outcome: 'failed', observed: cause instanceof Error ? cause.message : String(cause), cause };
  } finally {
    clearTimeout(timer);
  }
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

const inSeconds = (duration: Milliseconds): string => `${String(duration / 1000)} s`;
