import type { Cloud } from '../cloud/connect-cloud';
import type { InstanceId } from '../cloud/ids';
import type { Volume } from '../cloud/volumes';
import type { LeasePart } from '../drill/lease';
import type { Environment, Role } from '../environment/environment';
import type { DatabaseUser } from '../environment/secrets';
import type { Monitor } from '../monitoring/monitor';
import type { Shell } from '../hosts/shell';

/** What faults are made from: an open environment, as far as breaking it needs. */
export interface FaultContext {
  readonly environment: Environment;
  readonly seed: number;
  readonly cloud: Pick<
    Cloud,
    | 'addresses'
    | 'instances'
    | 'volumes'
    | 'snapshots'
    | 'ioPauses'
    | 'network'
    | 'networkAcls'
    | 'securityGroups'
    | 'leases'
    | 'tags'
  >;
  /** A shell on an instance, through the bastion. */
  host(instance: string): Shell;
  /** The volume that holds an instance's data. */
  dataVolume(instance: string, signal: AbortSignal): Promise<Volume>;
  /** Seconds since the epoch of the last snapshot of the data volumes. */
  lastSnapshotAt(): number;
  /** The monitor's API; whoever opens it closes it. */
  monitor(): Monitor;
  /** The private key by which an administrator comes in, for an attack that begins with its theft. */
  administratorKey(): string;
  /** By which an application logs in to the database, for an attack that begins with its theft. */
  databasePassword(user: DatabaseUser): string;
  /** The certificate of a server of that role as it would be had nobody renewed it: for the key that it has, and ended. PEM. */
  endedCertificate(role: Role): string;
  /** The authority's revocation list (PEM) as it would be had the certificate of such a server been revoked just now. */
  listRevoking(role: Role): string;
  /** Runs a new instance on a lost one's data volume once that is gone, with its metadata service turned off; that it boots is not waited for. */
  runWithoutMetadata(instance: string, signal: AbortSignal): Promise<InstanceId>;
  /** Whether a request that comes as people's do, to the web server's public address, is answered. */
  peopleAreAnswered(signal: AbortSignal): Promise<boolean>;
  /** Holds the whole environment until it is back at its golden snapshot. */
  readonly environmentLease: LeasePart;
}
