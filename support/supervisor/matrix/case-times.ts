import type { SlotTimes } from './slot-environment';

/** For a lease of so many seconds: several heartbeats, and the janitor looks as often as the tolerance needs. */
export const caseTimes = (leaseSeconds: number): SlotTimes => ({
  leaseSeconds,
  heartbeatSeconds: 1.5,
  janitorSeconds: 4,
  // What is left of the lease is held by several heartbeats.
  bootSeconds: leaseSeconds - 5,
});
