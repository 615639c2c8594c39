import type { RunEvent } from '../support/recovery/run/run-event';

/** Tells the supervisor what goes on. One that has died is told nothing, which is no error here; without one nobody is told. */
export function tellSupervisor(event: RunEvent): void {
  process.send?.(event, undefined, undefined, () => undefined);
}
