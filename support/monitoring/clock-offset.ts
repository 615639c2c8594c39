import type { Clock } from '../drill/clock';
import { milliseconds, type Instant } from '../drill/time';

/** Readings, of which the one with the shortest way is taken. */
const READINGS = 5;
/** The event log's timestamps are cut to the millisecond. */
const LOG_RESOLUTION_MS = 1;

/**
 * Reads a host's wall clock: milliseconds since the epoch, and the reading's own error (its resolution). The way
 * there and back is measured here.
 */
export type HostTime = (signal: AbortSignal) => Promise<{ readonly epochMs: number; readonly error: number }>;

/** A host's wall clock related to the drill's clock. */
export interface ClockOffset {
  /** Half the way there and back, the reading's resolution and the log's. */
  readonly errorMs: number;
  onDrillClock(epochMs: number): Instant;
}

/** The host read its clock somewhere between asking and being answered, so the middle is off by half of that at most. */
export async function measureOffset(
  clock: Clock,
  hostTime: HostTime,
  signal: AbortSignal,
): Promise<ClockOffset> {
  let best: { readonly offset: number; readonly errorMs: number } | undefined;
  for (let reading = 0; reading < READINGS; reading += 1) {
    const before = clock.now();
    const { epochMs, error } = await hostTime(signal);
    const after = clock.now();
    const errorMs = (after - before) / 2 + error + LOG_RESOLUTION_MS;
    if (best === undefined || errorMs < best.errorMs) {
      best = { offset: (before + after) / 2 - epochMs, errorMs };
    }
  }
  if (best === undefined) throw new Error("no reading of the host's clock");
  const { offset, errorMs } = best;
  return {
    errorMs,
    onDrillClock: (epochMs) => ({ at: milliseconds(epochMs + offset), error: milliseconds(errorMs) }),
  };
}
