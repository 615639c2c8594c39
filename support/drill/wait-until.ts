import { setTimeout as pause } from 'node:timers/promises';
import { milliseconds, type Milliseconds } from './time';

/** What an attempt saw: the awaited thing, something else for now, or that it will never come. */
export type Observation<T> =
  { readonly value: T } | { readonly seen: string } | { readonly hopeless: string };

export interface Wait<T> {
  /** What is awaited, for the error: `jira (i-0a1) to run`. */
  readonly subject: string;
  readonly deadline: Milliseconds;
  /** Pause between attempts. */
  readonly interval: Milliseconds;
  /** Limit of one attempt; the deadline's rest bounds it too. */
  readonly attempt: Milliseconds;
  readonly signal: AbortSignal;
  /** One attempt. What it throws counts as an observation; it is given up when its signal aborts. */
  readonly observe: (signal: AbortSignal) => Promise<Observation<T>>;
}

/** A deadline that passed, or a wait that has become hopeless. */
export class WaitError extends Error {
  override readonly name = 'WaitError';
}

const text = (milliSeconds: number): string =>
  milliSeconds >= 1000
    ? `${String(Math.round(milliSeconds / 100) / 10)} s`
    : `${String(Math.round(milliSeconds))} ms`;

/**
 * Observes until the awaited thing is seen. Throws a WaitError with subject, limit and last observation when the
 * deadline passes or the wait is hopeless, and the signal's reason when it is aborted.
 */
export async function waitUntil<T>(wait: Wait<T>): Promise<T> {
  const started = performance.now();
  const rest = (): Milliseconds => milliseconds(wait.deadline - (performance.now() - started));
  let last = 'nothing yet';
  let cause: unknown;
  while (rest() > 0) {
    wait.signal.throwIfAborted();
    try {
      const observation = await bounded(
        wait.observe,
        milliseconds(Math.min(wait.attempt, rest())),
        wait.signal,
      );
      if ('value' in observation) return observation.value;
      cause = undefined;
      if ('hopeless' in observation)
        throw new WaitError(`gave up waiting for ${wait.subject}: ${observation.hopeless}`);
      last = observation.seen;
    } catch (error) {
      if (error instanceof WaitError || wait.signal.aborted) throw error;
      // The attempt that the deadline itself cut short says less than the one before it.
      if (rest() <= 0 && last !== 'nothing yet') break;
      last = error instanceof Error ? error.message : String(error);
      cause = error;
    }
    await pause(Math.max(0, Math.min(wait.interval, rest())), undefined, { signal: wait.signal });
  }
  throw new WaitError(`waited ${text(wait.deadline)} for ${wait.subject}; last: ${last}`, { cause });
}

/** An attempt that does not answer its own signal is left behind: a hung attempt must not hang the wait. */
async function bounded<T>(
  observe: (signal: AbortSignal) => Promise<T>,
  limit: Milliseconds,
  outer: AbortSignal,
): Promise<T> {
  const attempt = new AbortController();
  const abort = (): void => attempt.abort(outer.reason);
  outer.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(() => attempt.abort(new Error(`no answer within ${text(limit)}`)), limit);
  try {
    return await Promise.race([
      observe(attempt.signal),
      new Promise<never>((_, reject) => {
        attempt.signal.addEventListener('abort', () => reject(attempt.signal.reason as Error), {
          once: true,
        });
      }),
    ]);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', abort);
  }
}
