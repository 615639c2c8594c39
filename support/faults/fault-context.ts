import type { Cloud } from '../cloud/connect-cloud';
import type { Environment } from '../environment/environment';
import type { Shell } from '../hosts/shell';

/** What faults are made from: an open environment, as far as breaking it needs. */
export interface FaultContext {
  readonly environment: Environment;
  readonly seed: number;
  readonly cloud: Pick<Cloud, 'instances' | 'network' | 'networkAcls'>;
  /** A shell on an instance, through the bastion. */
  host(instance: string): Shell;
  /** Seconds since the epoch of the last snapshot of the data volumes. */
  lastSnapshotAt(): number;
  /** Brings a lost instance back on its data volume, with its application started. */
  replaceInstance(name: string, signal: AbortSignal): Promise<void>;
  /** Starts an instance if it is stopped, and waits until it is initialised; its application is not started. */
  startInstance(name: string, signal: AbortSignal): Promise<void>;
}
