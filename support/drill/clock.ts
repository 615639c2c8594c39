import { milliseconds, type Milliseconds } from './time';

/**
 * One monotonic clock per drill; wall time is taken once, at its start, for the manifest.
 * Processes and threads of one machine share `CLOCK_MONOTONIC`, so a clock is handed to another thread
 * as its origin (`process.hrtime.bigint()` nanoseconds, as a decimal string).
 */
export interface Clock {
  /** Milliseconds since the clock's origin. */
  now(): Milliseconds;
  /** Nanoseconds of `CLOCK_MONOTONIC` at the origin, as a decimal string. */
  readonly origin: string;
  /** Wall time at the origin, ISO 8601. */
  readonly startedAt: string;
}

export function startClock(startedAt: Date = new Date()): Clock {
  return clockFrom(process.hrtime.bigint().toString(), startedAt.toISOString());
}

/** The same clock in another thread. */
export function clockFrom(origin: string, startedAt: string): Clock {
  const start = BigInt(origin);
  return {
    origin,
    startedAt,
    now: () => milliseconds(Number((process.hrtime.bigint() - start) / 1000n) / 1000),
  };
}
