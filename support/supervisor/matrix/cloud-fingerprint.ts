import { entryText } from '../../cloud/network-acls';
import type { Cloud } from '../../cloud/connect-cloud';
import { environmentLeaseOf } from '../../environment/environment-lease';
import type { Fingerprint } from './fingerprint';

/** The environment's resources in the cloud, as far as a fault may change them; ids aside, which a replacement changes. */
export async function cloudFingerprint(
  name: string,
  cloud: Cloud,
  signal: AbortSignal,
): Promise<Fingerprint> {
  const vpc = await cloud.network.find(signal);
  if (vpc === undefined) throw new Error(`${name} has no VPC`);
  const [acls, groups, instances, volumes, leases, whole] = await Promise.all([
    cloud.networkAcls.find(vpc, signal),
    cloud.securityGroups.find(vpc, signal),
    cloud.instances.find({}, signal),
    cloud.volumes.find({}, signal),
    cloud.leases.find(signal),
    environmentLeaseOf({ name, cloud }, signal),
  ]);
  const nameOf = new Map(instances.map(({ id, tags }) => [id, tags['Name'] ?? id]));
  return [
    ...acls.flatMap(({ subnet, entries }) => entries.map((entry) => `acl ${subnet} ${entryText(entry)}`)),
    ...groups
      .filter(({ name }) => name !== 'firedrill-right')
      .flatMap(({ name, ingress }) => ingress.map((rule) => `group ${name} ${rule}`)),
    ...instances.map(({ state, tags }) => `instance ${tags['Name'] ?? ''} ${state}`),
    ...volumes
      .filter(({ tags }) => tags['firedrill:volume'] !== undefined)
      .map(({ state, sizeGiB, attachment, tags }) => {
        const at =
          attachment === undefined
            ? 'nowhere'
            : `${nameOf.get(attachment.instanceId) ?? '?'} ${attachment.device} ${attachment.state}`;
        const kind = tags['firedrill:volume'] ?? '';
        return `volume ${tags['Name'] ?? ''} ${kind} ${state} ${String(sizeGiB)} GiB at ${at}`;
      }),
    // An ended lease is a record that nobody has taken yet, and no fault.
    ...leases.filter(({ state }) => state === 'held').map(({ id }) => `lease ${id}`),
    ...(whole === undefined ? [] : ['environment leased']),
  ].sort();
}
