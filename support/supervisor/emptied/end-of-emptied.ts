import type { Judgement } from '../../drill/evidence';

/** How a drill ended whose recovery plan does nothing. */
export interface EmptiedEnd {
  /** `failed` is as it must be; `survived` means that its drill proves nothing of the plan. */
  readonly result: 'failed' | 'survived' | 'unclear';
  /** What it failed by, or why that is not clear. */
  readonly reason: string;
}

/** What must have gone its way, or the drill did not come to where its plan counts. */
const BEFORE = ['fault-injected', 'detected-by-monitor'];
/** What says nothing of what the plan would have brought about. */
const ASIDE = [...BEFORE, 'runbook-followed', 'harness'];

/**
 * Whether a drill fails without its plan, by what people would notice: not back in time, interrupted, something lost, or what
 * the operation is for not there.
 */
export function endOfEmptied({ verdicts }: Pick<Judgement, 'verdicts'>): EmptiedEnd {
  const early = verdicts.find(({ checker, result }) => BEFORE.includes(checker) && result !== 'met');
  if (early !== undefined) return { result: 'unclear', reason: early.reason };
  const told = verdicts.filter(({ checker }) => !ASIDE.includes(checker));
  const failure =
    told.find(({ result }) => result === 'missed') ?? told.find(({ result }) => result === 'unknown');
  if (failure !== undefined) return { result: 'failed', reason: failure.reason };
  const trouble = verdicts.find(({ checker }) => checker === 'harness');
  if (trouble !== undefined) return { result: 'unclear', reason: trouble.reason };
  return { result: 'survived', reason: 'Everything was as with its plan.' };
}
