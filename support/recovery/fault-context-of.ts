import { environmentLease } from '../environment/environment-lease';
import type { OpenEnvironment } from '../environment/open-environment';
import type { FaultContext } from '../faults/fault-context';

/** What faults need of an open environment, and no more. */
export function faultContextOf(open: OpenEnvironment, seed: number): FaultContext {
  return {
    environment: open.environment,
    seed,
    cloud: open.cloud,
    host: (name) => open.host(name),
    dataVolume: (name, signal) => open.dataVolume(name, signal),
    lastSnapshotAt: () => open.lastSnapshotAt(),
    environmentLease: environmentLease(open),
  };
}
