import { addressesOf, type Addresses } from './addresses';
import { cloudClockOf } from './cloud-clock';
import { openSession, type CloudConnection } from './cloud-session';
import { imagesOf, type Images } from './images';
import { instancesOf, type Instances } from './instances';
import { ioPausesOf, type IoPauses } from './io-pauses';
import { keyPairsOf, type KeyPairs } from './key-pairs';
import { cloudLeasesOf, type CloudLeases } from './lease/cloud-leases';
import { networkAclsOf, type NetworkAcls } from './network-acls';
import { resourceTagsOf, type ResourceTags } from './resource-tags';
import { runRightsOf, type RunRights } from './run-right';
import { securityGroupsOf, type SecurityGroups } from './security-groups';
import { snapshotsOf, type Snapshots } from './snapshots';
import { virtualNetworkOf, type VirtualNetwork } from './virtual-network';
import { volumesOf, type Volumes } from './volumes';

/** The cloud as one environment may use it, one narrow port per concern. */
export interface Cloud {
  readonly instances: Instances;
  readonly volumes: Volumes;
  readonly ioPauses: IoPauses;
  readonly snapshots: Snapshots;
  readonly images: Images;
  readonly network: VirtualNetwork;
  readonly securityGroups: SecurityGroups;
  readonly networkAcls: NetworkAcls;
  readonly addresses: Addresses;
  readonly keyPairs: KeyPairs;
  readonly tags: ResourceTags;
  readonly leases: CloudLeases;
  readonly rights: RunRights;
  close(): void;
}

/** No call is made before the first use. */
export function connectCloud(connection: CloudConnection): Cloud {
  const session = openSession(connection);
  const clock = cloudClockOf(session.client);
  const tags = resourceTagsOf(session);
  const network = virtualNetworkOf(session);
  const ports = {
    instances: instancesOf(session),
    volumes: volumesOf(session),
    networkAcls: networkAclsOf(session),
    securityGroups: securityGroupsOf(session),
    ioPauses: ioPausesOf(session),
  };
  return {
    ...ports,
    snapshots: snapshotsOf(session),
    images: imagesOf(session),
    network,
    addresses: addressesOf(session),
    keyPairs: keyPairsOf(session),
    tags,
    leases: cloudLeasesOf(tags, ports, clock),
    rights: runRightsOf(session, (signal) => network.find(signal), tags, clock),
    close: () => {
      session.client.destroy();
      session.fis.close();
    },
  };
}
