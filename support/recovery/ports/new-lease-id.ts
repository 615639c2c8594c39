import { randomBytes } from 'node:crypto';
import { leaseId, type LeaseId } from '../../drill/lease';

/** A lease's name that nobody has used: two runs of one seed must not take each other's leases for their own. */
export const newLeaseId = (what: string): LeaseId => leaseId(what, randomBytes(4).toString('hex'));
