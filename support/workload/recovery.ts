import type { Application } from '../drill/history';
import type { Evidence } from '../drill/evidence-folder';
import type { Instant } from '../drill/time';
import type { Moment, TimelineEvent } from '../drill/timeline';
import { beginOf } from './begin';
import { givenUpBy, withoutGivenUp } from './given-up';
import { failuresOf, observable, restored } from './instants';
import { operationsOf } from './operations';

/** Those that people work in. */
export const applications: readonly Application[] = ['confluence', 'jira', 'alfresco'];

/** What the evidence says about when people could not work, and when they could again. */
export interface Recovery {
  /** Of a planned operation, when its runbook was taken up. */
  readonly injected?: Instant;
  /** Applications of which a request failed after the injection. */
  readonly failing: readonly Application[];
  readonly observable?: Instant;
  readonly restored?: Instant;
  /** Why `restored` is absent, or where it comes from. */
  readonly basis: string;
}

/**
 * Derives the recovery from the history, which knows best, and takes a later `restored` of the timeline where the
 * drill put one (data can be broken while every request succeeds). Where no request failed and the drill put none,
 * the runbook's last step is the recovery. Of a drill that was stopped, or whose runbook did not bring people back, only
 * what the drill put counts: what works again then, works because the fault was reverted.
 */
export function recoveryOf(evidence: Evidence): Recovery {
  const { manifest, timeline } = evidence;
  const injected = beginOf(evidence);
  if (injected === undefined)
    return { failing: [], basis: 'the timeline has no injection, or no beginning of the operation' };
  const operations = withoutGivenUp(operationsOf(evidence.history), givenUpBy(evidence));
  const failing = applications.filter((name) => failuresOf(operations, name, injected.at).length > 0);
  const seen = earliest(failing.flatMap((name) => observable(operations, name, injected.at) ?? []));
  const base = { injected, failing, ...(seen === undefined ? {} : { observable: seen }) };

  if (first(timeline, 'restored') === undefined) {
    if (manifest.stopped !== undefined)
      return { ...base, basis: 'the drill was stopped before people could work again' };
    if (first(timeline, 'reverted') !== undefined)
      return { ...base, basis: 'the fault was reverted before people were seen to work again' };
  }
  const served = failing.map((name) => restored(operations, name, injected.at, manifest.steadyForMs));
  const still = failing.filter((_, index) => served[index] === undefined);
  if (still.length > 0)
    return { ...base, basis: `${still.join(', ')} did not keep succeeding before the load ended` };
  const noted = timeline.filter(({ moment }) => moment === 'restored');
  const ends = [...served.flatMap((instant) => instant ?? []), ...noted];
  if (ends.length > 0) return { ...base, restored: latest(ends), basis: 'requests succeeded again' };
  const lastStep = timeline.findLast(({ moment }) => moment === 'step-ended');
  if (lastStep?.outcome !== 'succeeded') return { ...base, basis: 'no runbook step brought it back' };
  return { ...base, restored: lastStep, basis: 'no request failed; the runbook ended' };
}

export function first(timeline: readonly TimelineEvent[], moment: Moment): Instant | undefined {
  const event = timeline.find((each) => each.moment === moment);
  return event === undefined ? undefined : { at: event.at, error: event.error };
}

function earliest(instants: readonly Instant[]): Instant | undefined {
  return [...instants].sort((a, b) => a.at - b.at)[0];
}

function latest(instants: readonly Instant[]): Instant {
  const { at, error } = [...instants].sort((a, b) => b.at - a.at)[0] as Instant;
  return { at, error };
}
