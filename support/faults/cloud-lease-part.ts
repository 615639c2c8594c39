import type { CloudLeases } from '../cloud/lease/cloud-leases';
import { restoreText, type CloudRestore } from '../cloud/lease/cloud-restore';
import type { LeasePart, LeaseTerms } from '../drill/lease';
import { milliseconds, type Milliseconds } from '../drill/time';

/**
 * A revert that lies in the tags of a resource, where the janitor reads it.
 * @param ahead how long reverting takes from when it is begun: the lease runs out so much earlier
 */
export function cloudLease(
  leases: CloudLeases,
  resource: string,
  restore: CloudRestore,
  ahead: Milliseconds = milliseconds(0),
): LeasePart {
  const shortened = (terms: LeaseTerms): LeaseTerms => ({
    ...terms,
    duration: milliseconds(terms.duration - ahead),
  });
  return {
    location: { kind: 'cloud', resource },
    description: restoreText(restore),
    ahead,
    arm: (terms, signal) => leases.arm(resource, shortened(terms), restore, signal),
    renew: (terms, signal) => leases.renew(resource, shortened(terms), signal),
    revert: ({ id }, signal) => leases.revert(resource, id, signal),
  };
}
