import type { CloudLeases } from '../cloud/lease/cloud-leases';
import { restoreText, type CloudRestore } from '../cloud/lease/cloud-restore';
import type { LeasePart } from '../drill/lease';

/** A revert that lies in the tags of a resource, where the janitor reads it. */
export function cloudLease(leases: CloudLeases, resource: string, restore: CloudRestore): LeasePart {
  return {
    location: { kind: 'cloud', resource },
    description: restoreText(restore),
    arm: (terms, signal) => leases.arm(resource, terms, restore, signal),
    renew: (terms, signal) => leases.renew(resource, terms, signal),
    revert: ({ id }, signal) => leases.revert(resource, id, signal),
  };
}
