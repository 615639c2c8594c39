import type { Clock } from '../drill/clock';
import type { MonitorState } from '../drill/monitor-state';
import type { Milliseconds } from '../drill/time';
import type { MonitorEvent } from '../drill/timeline';
import type { Monitor } from './monitor';

/** The monitor's host's wall clock: milliseconds since the epoch, and what bounds the reading's error. */
export type HostTime = (signal: AbortSignal) => Promise<{ readonly epochMs: number; readonly error: number }>;

export interface WatchOptions {
  readonly monitor: Monitor;
  readonly clock: Clock;
  readonly hostTime: HostTime;
  /** How often the event log is read. */
  readonly interval: Milliseconds;
  /** Called for each event in the log's order, once. */
  readonly onEvent: (event: MonitorEvent) => void;
}

export interface MonitorWatch {
  events(): readonly MonitorEvent[];
  /** The first event after `since` that puts `device` into one of `states`. Ends by the signal; the error says what was seen last. */
  awaitState(
    device: string,
    states: readonly (MonitorState | string)[],
    since: Milliseconds,
    signal: AbortSignal,
  ): Promise<MonitorEvent>;
  /** Reads the log a last time and stops. Idempotent; rejects if the log could not be read to its end. */
  stop(): Promise<void>;
}

/** Measures the clock's offset, then follows the event log from its present end. Resolves when it watches. */
export async function watchMonitor(options: WatchOptions, signal: AbortSignal): Promise<MonitorWatch> {
  signal.throwIfAborted();
  throw await Promise.resolve(new Error(`being written: ${options.interval}`));
}
