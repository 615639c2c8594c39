import type { LeaseId } from '../../drill/lease';

/** Where a host keeps leases: in memory, so that a full or broken disk does not matter and a reboot forgets. */
export const LEASES = '/run/firedrill/leases';

/** What must outlive a reboot, because the fault's effect does. */
export const DURABLE_LEASES = '/var/lib/firedrill/leases';

/**
 * A lease's folder on the host holds
 *
 *     about      who holds it and for what, `key=value` a line
 *     holds      what it occupies, one a line
 *     run.sh     the way to its end: see `revertFrame`
 *     revert.sh  how to put back what was noted; repeated without harm
 *     note/      what was there before
 *     mount      where the file system is mounted that the effect lies on, when it outlives a reboot
 *     armed      there once all of this is complete
 *     revoked    there once its end has begun: nothing may be injected any more
 *     ended      there once it has ended: when, by whom, after how many attempts
 *     revert.log what reverting said
 */
export const leaseFolder = (id: LeaseId): string => `${LEASES}/${id}`;
export const durableFolder = (id: LeaseId): string => `${DURABLE_LEASES}/${id}`;

/** Names of the host's units for a lease. */
export const leaseUnit = (id: LeaseId): string => `firedrill-lease-${id}`;
export const injectionUnit = (id: LeaseId): string => `firedrill-fault-${id}`;
export const bootUnit = (id: LeaseId): string => `firedrill-boot-${id}`;
