import { openSession, type CloudConnection } from './cloud-session';
import { imagesOf, type Images } from './images';
import { instancesOf, type Instances } from './instances';
import { keyPairsOf, type KeyPairs } from './key-pairs';
import { networkAclsOf, type NetworkAcls } from './network-acls';
import { securityGroupsOf, type SecurityGroups } from './security-groups';
import { snapshotsOf, type Snapshots } from './snapshots';
import { virtualNetworkOf, type VirtualNetwork } from './virtual-network';
import { volumesOf, type Volumes } from './volumes';

/** The cloud as one environment may use it, one narrow port per concern. */
export interface Cloud {
  readonly instances: Instances;
  readonly volumes: Volumes;
  readonly snapshots: Snapshots;
  readonly images: Images;
  readonly network: VirtualNetwork;
  readonly securityGroups: SecurityGroups;
  readonly networkAcls: NetworkAcls;
  readonly keyPairs: KeyPairs;
  close(): void;
}

/** No call is made before the first use. */
export function connectCloud(connection: CloudConnection): Cloud {
  const session = openSession(connection);
  return {
    instances: instancesOf(session),
    volumes: volumesOf(session),
    snapshots: snapshotsOf(session),
    images: imagesOf(session),
    network: virtualNetworkOf(session),
    securityGroups: securityGroupsOf(session),
    networkAcls: networkAclsOf(session),
    keyPairs: keyPairsOf(session),
    close: () => session.client.destroy(),
  };
}
