import { environmentLease } from '../environment/environment-lease';
import type { OpenEnvironment } from '../environment/open-environment';
import { connectMonitor } from '../monitoring/intermapper';
import type { FaultContext } from '../faults/fault-context';

/** What breaking an environment needs of it. */
export type FaultableEnvironment = Pick<
  OpenEnvironment,
  'name' | 'environment' | 'state' | 'cloud' | 'host' | 'dataVolume' | 'lastSnapshotAt' | 'monitorAccess'
>;

/** What faults need of an open environment, and no more. */
export function faultContextOf(open: FaultableEnvironment, seed: number): FaultContext {
  return {
    environment: open.environment,
    seed,
    cloud: open.cloud,
    host: (name) => open.host(name),
    dataVolume: (name, signal) => open.dataVolume(name, signal),
    lastSnapshotAt: () => open.lastSnapshotAt(),
    monitor: () => connectMonitor(open.monitorAccess()),
    environmentLease: environmentLease(open),
  };
}
