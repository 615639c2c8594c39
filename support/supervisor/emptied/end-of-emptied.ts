import type { Judgement } from '../../drill/evidence';
import type { Evidence } from '../../drill/evidence-folder';
import type { Moment } from '../../drill/timeline';
import { secondsText } from '../../drill/stop-condition';
import type { Milliseconds } from '../../drill/time';

/** How a drill ended whose recovery plan does nothing. */
export interface EmptiedEnd {
  /** `failed` is as it must be; `survived` means that its drill proves nothing of the plan. */
  readonly result: 'failed' | 'survived' | 'unclear';
  /** What it failed by, or why that is not clear. */
  readonly reason: string;
}

/** What is looked at besides the verdicts. */
export interface EmptiedEvidence extends Pick<Evidence, 'timeline'> {
  readonly manifest: Pick<Evidence['manifest'], 'errors'>;
}

/** What a host that nobody brought back cannot give, a monitor or the bastion before it among them: that is no trouble. */
const OF_THE_GONE = ['collecting logs: ', 'ending the watch: '];

/** What must have gone its way, or the drill did not come to where its plan counts. */
const BEFORE = ['fault-injected', 'detected-by-monitor'];
/** What says nothing of what the plan would have brought about. */
const ASIDE = [...BEFORE, 'runbook-followed', 'harness'];

/**
 * Whether a drill fails without its plan, by what people would notice: not back in time, interrupted, something lost, or what
 * the operation is for not there. One that did not come to its plan fails, too, and says nothing of it; so does one that waited
 * for people less than its plan takes to bring them back.
 */
export function endOfEmptied(
  { verdicts }: Pick<Judgement, 'verdicts'>,
  { timeline, manifest }: EmptiedEvidence,
  planTime?: Milliseconds,
): EmptiedEnd {
  const unclear = (reason: string): EmptiedEnd => ({ result: 'unclear', reason });
  const when = (moment: Moment): number | undefined => timeline.find((event) => event.moment === moment)?.at;
  const early = verdicts.find(({ checker, result }) => BEFORE.includes(checker) && result !== 'met');
  if (early !== undefined) return unclear(early.reason);
  const trouble = verdicts.find(({ checker }) => checker === 'harness');
  const ofTheGone = manifest.errors.every((error) => OF_THE_GONE.some((prefix) => error.startsWith(prefix)));
  if (trouble !== undefined && !ofTheGone) return unclear(trouble.reason);
  const declared = when('declared');
  if (declared === undefined) return unclear('Its plan was not taken up.');
  if (when('step-started') !== undefined) return unclear('Its plan was followed.');
  const told = verdicts.filter(({ checker }) => !ASIDE.includes(checker));
  const failure =
    told.find(({ result }) => result === 'missed') ?? told.find(({ result }) => result === 'unknown');
  if (failure === undefined) return { result: 'survived', reason: 'Everything was as with its plan.' };
  const waited = (when('reverted') ?? declared) - declared;
  if (planTime !== undefined && when('restored') === undefined && waited < planTime)
    return unclear(`It waited ${secondsText(waited)} for people; its plan takes ${secondsText(planTime)}.`);
  return { result: 'failed', reason: failure.reason };
}
