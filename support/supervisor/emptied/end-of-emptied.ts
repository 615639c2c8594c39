import type { Judgement } from '../../drill/evidence';
import type { Evidence } from '../../drill/evidence-folder';
import type { Moment } from '../../drill/timeline';

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
const ASIDE = [...BEFORE, 'runbook-followed'];

/**
 * Whether a drill fails without its plan, by what people would notice: not back in time, interrupted, something lost, or what
 * the operation is for not there. One that did not come to its plan fails, too, and says nothing of it.
 */
export function endOfEmptied(
  { verdicts }: Pick<Judgement, 'verdicts'>,
  { timeline }: Pick<Evidence, 'timeline'>,
): EmptiedEnd {
  const unclear = (reason: string): EmptiedEnd => ({ result: 'unclear', reason });
  const happened = (moment: Moment): boolean => timeline.some((event) => event.moment === moment);
  const early = verdicts.find(({ checker, result }) => BEFORE.includes(checker) && result !== 'met');
  if (early !== undefined) return unclear(early.reason);
  const trouble = verdicts.find(({ checker }) => checker === 'harness');
  if (trouble !== undefined) return unclear(trouble.reason);
  if (!happened('declared')) return unclear('Its plan was not taken up.');
  if (happened('step-started')) return unclear('Its plan was followed.');
  const told = verdicts.filter(({ checker }) => !ASIDE.includes(checker));
  const failure =
    told.find(({ result }) => result === 'missed') ?? told.find(({ result }) => result === 'unknown');
  if (failure !== undefined) return { result: 'failed', reason: failure.reason };
  return { result: 'survived', reason: 'Everything was as with its plan.' };
}
