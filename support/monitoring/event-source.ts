import type { Clock } from '../drill/clock';
import { milliseconds, type Milliseconds } from '../drill/time';
import type { MonitorEvent } from '../drill/timeline';

/** Gives what is new since the last call. */
export type EventSource = (signal: AbortSignal) => Promise<readonly MonitorEvent[]>;

/** What was seen of a device; without a tag nothing is known of it just now. */
export interface Look {
  readonly tag: string | undefined;
  readonly message: string;
}

/**
 * A device that is looked at from outside of the monitor: an event for each change of its tag, which is `OK` before the
 * first look. The moment is when it was seen, and its error reaches back to the look before.
 */
export function changesOf(
  device: string,
  clock: Pick<Clock, 'now'>,
  look: (signal: AbortSignal) => Promise<Look>,
): EventSource {
  let known = 'OK';
  let lookedAt: Milliseconds = clock.now();
  return async (signal) => {
    const asked = clock.now();
    const { tag, message } = await look(signal);
    // It changed at some time between the last look and this answer.
    const at = clock.now();
    const error = milliseconds(at - lookedAt);
    lookedAt = asked;
    if (tag === undefined || tag === known) return [];
    known = tag;
    return [{ at, error, device, tag, message, line: `${device}: ${tag}: ${message}` }];
  };
}
