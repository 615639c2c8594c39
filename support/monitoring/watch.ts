import type { Clock } from '../drill/clock';
import { monitorState } from '../drill/monitor-state';
import type { Milliseconds } from '../drill/time';
import type { MonitorEvent } from '../drill/timeline';
import { measureOffset, type ClockOffset, type HostTime } from './clock-offset';
import { parseEventLine } from './event-line';
import { tailEventLog, type EventLogTail } from './event-log-tail';
import type { EventLog } from './monitor';
import type { EventSource } from './event-source';

export interface WatchOptions {
  /** `connectMonitor(…).eventLog`, or `eventLogOnHost(…)`. */
  readonly eventLog: EventLog;
  readonly clock: Clock;
  readonly hostTime: HostTime;
  /** How often the event log is read. */
  readonly interval: Milliseconds;
  /** Called for each event in the log's order, once. */
  readonly onEvent: (event: MonitorEvent) => void;
  /** What tells beside the monitor, of what it cannot tell of, and how often each is asked. */
  readonly others?: { readonly sources: readonly EventSource[]; readonly interval: Milliseconds };
}

export interface MonitorWatch {
  events(): readonly MonitorEvent[];
  /**
   * The first event after `since` that puts `device` into one of `states` (levels or tags, in any case). Ends by
   * the signal; the error says what was seen last.
   */
  awaitState(
    device: string,
    states: readonly string[],
    since: Milliseconds,
    signal: AbortSignal,
  ): Promise<MonitorEvent>;
  /** Reads the log a last time and stops. Idempotent; rejects if the log could not be read to its end. */
  stop(signal: AbortSignal): Promise<void>;
}

/** Measures the clock's offset, then follows the event log from its present end. Resolves when it watches. */
export async function watchMonitor(options: WatchOptions, signal: AbortSignal): Promise<MonitorWatch> {
  const offset = await measureOffset(options.clock, options.hostTime, signal);
  const tail = await tailEventLog(options.eventLog, signal);
  const events: MonitorEvent[] = [];
  const listeners = new Set<() => void>();
  const ended = new AbortController();
  let lastError: Error | undefined;
  let stopping: Promise<void> | undefined;

  const take = (found: readonly MonitorEvent[]): void => {
    for (const event of found) {
      events.push(event);
      options.onEvent(event);
    }
    for (const listener of [...listeners]) listener();
  };
  const look = async (until: AbortSignal): Promise<void> => {
    const found = await readEvents(tail, offset, until);
    lastError = undefined;
    take(found);
  };
  const { sources, interval } = options.others ?? { sources: [], interval: options.interval };
  const following = Promise.all([
    follow(options.interval, ended.signal, () =>
      look(ended.signal).catch((error: unknown) => {
        // A monitor that does not answer now is asked again; what it logged meanwhile is read then.
        lastError = error instanceof Error ? error : new Error(String(error));
      }),
    ),
    ...sources.map((source) =>
      // Who does not answer now is asked again, and what changed meanwhile is told then.
      follow(interval, ended.signal, () => source(ended.signal).then(take, () => undefined)),
    ),
  ]);
  return {
    events: () => events,
    awaitState: (device, states, since, until) =>
      new Promise((resolve, reject) => {
        const wanted = new Set(states.map(monitorState));
        const done = (): void => {
          listeners.delete(attempt);
          until.removeEventListener('abort', aborted);
        };
        const attempt = (): void => {
          const found = events.find(
            (event) =>
              event.device === device &&
              wanted.has(monitorState(event.tag)) &&
              event.at + event.error > since,
          );
          if (found === undefined) return;
          done();
          resolve(found);
        };
        const aborted = (): void => {
          done();
          const reason = until.reason instanceof Error ? until.reason.message : String(until.reason);
          const last = lastError?.message ?? lastOf(events, device);
          reject(
            new Error(
              `stopped waiting for the monitor to report "${device}" ${states.join(' or ')} (${reason}); last: ${last}`,
            ),
          );
        };
        listeners.add(attempt);
        until.addEventListener('abort', aborted, { once: true });
        if (until.aborted) aborted();
        else attempt();
      }),
    stop: (until) =>
      (stopping ??= (async () => {
        ended.abort(new Error('the watch was stopped'));
        await following;
        await look(until);
      })()),
  };
}

async function readEvents(
  tail: EventLogTail,
  offset: ClockOffset,
  signal: AbortSignal,
): Promise<readonly MonitorEvent[]> {
  const lines = await tail.next(signal);
  return lines.flatMap((line) => {
    const parsed = parseEventLine(line);
    if (parsed === undefined) return [];
    const { device, tag, message } = parsed;
    return [{ ...offset.onDrillClock(parsed.epochMs), device, tag, message, line }];
  });
}

/** Calls `act` every `interval`, never twice at once, until the signal; resolves when the last call has ended. */
async function follow(interval: Milliseconds, signal: AbortSignal, act: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await act();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(finish, interval);
      function finish(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        resolve();
      }
      signal.addEventListener('abort', finish, { once: true });
      if (signal.aborted) finish();
    });
  }
}

function lastOf(events: readonly MonitorEvent[], device: string): string {
  const last = events.findLast((event) => event.device === device) ?? events.at(-1);
  return last === undefined ? 'no event' : last.line;
}
