import type { LeasePart } from '../drill/lease';
import { armHostLease, renewHostLease, revertHostLease } from '../hosts/lease/host-lease';
import type { HostLeaseScripts } from '../hosts/lease/lease-scripts';
import type { Shell } from '../hosts/shell';

/** A revert that is armed on the host of an instance. `description` is what reverting does, for a person. */
export function hostLease(
  host: Shell,
  instance: string,
  description: string,
  scripts: HostLeaseScripts,
): LeasePart {
  return {
    location: { kind: 'host', instance },
    description,
    arm: (terms, signal) => armHostLease(host, terms, scripts, signal),
    renew: ({ id }, signal) => renewHostLease(host, id, signal),
    revert: ({ id }, signal) => revertHostLease(host, instance, id, signal),
  };
}

/**
 * Changes nothing on the host: it is held only while the host can be reached from here. Whoever cannot see any more what
 * a fault in the cloud does to an instance must not keep it in force.
 */
export const reachLease = (host: Shell, instance: string): LeasePart =>
  hostLease(host, instance, 'nothing: it is held while the host can be reached', {
    holds: [],
    note: ':',
    revert: `echo 'nothing was changed on the host'`,
  });
