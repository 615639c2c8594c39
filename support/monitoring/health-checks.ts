import type { Clock } from '../drill/clock';
import { withDeadline } from '../drill/deadline';
import type { Milliseconds } from '../drill/time';
import { changesOf, type EventSource, type Look } from './event-source';

/** The name under which the health check of an instance tells of it, among the monitor's devices. */
export const healthCheckDevice = (instance: string): string => `Health check of ${instance}`;

export interface HealthCheck {
  readonly instance: string;
  /** Resolves with what its program answered; rejects when it gives no answer, or another than it should. */
  readonly ask: (signal: AbortSignal) => Promise<string>;
  /** Whether it could be asked at all: where the way to it is lost, nobody knows how it is. */
  readonly wayThere: (signal: AbortSignal) => Promise<boolean>;
  /** How long an answer may take, and how many askings in a row must fail until it counts as down. */
  readonly timeout: Milliseconds;
  readonly tries: number;
}

/**
 * Whether the program of an instance answers, asked from outside of the monitor, as a device of its own: `Down` when it
 * gave no good answer so many times in a row, `OK` again with the first one. EC2's status checks do not see that a program
 * has ended or hangs. Source: Amazon Route 53 Developer Guide, "How Amazon Route 53 determines whether a health check is
 * healthy".
 */
export const healthCheck = (check: HealthCheck, clock: Pick<Clock, 'now'>): EventSource =>
  changesOf(healthCheckDevice(check.instance), clock, (signal) => look(check, signal));

async function look(
  { instance, ask, wayThere, timeout, tries }: HealthCheck,
  signal: AbortSignal,
): Promise<Look> {
  let why = '';
  for (let tried = 0; tried < tries; tried += 1) {
    try {
      return { tag: 'OK', message: await withDeadline(timeout, signal, ask) };
    } catch (error) {
      signal.throwIfAborted();
      why = error instanceof Error ? error.message : String(error);
    }
  }
  const reached = await withDeadline(timeout, signal, wayThere).catch(() => false);
  signal.throwIfAborted();
  if (!reached) return { tag: undefined, message: `nobody can ask ${instance}: ${why}` };
  return { tag: 'Down', message: `${instance}: ${String(tries)} times in a row: ${why}` };
}
