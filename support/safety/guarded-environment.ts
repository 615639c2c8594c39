import { environmentLeaseOf } from '../environment/environment-lease';
import type { OpenEnvironment } from '../environment/open-environment';
import type { GuardedEnvironment } from './guard-rails';
import { protectionOf } from './protection';

/** What the guard rails ask, of an open environment and a run. @param run its holders in the cloud are `<run>/…` */
export function guardedEnvironment(
  open: Pick<OpenEnvironment, 'name' | 'environment' | 'state' | 'cloud' | 'access'>,
  run: string,
): GuardedEnvironment {
  const isOurs = (holder: string): boolean => holder.startsWith(`${run}/`);
  return {
    environment: open.environment,
    protection: (signal) => protectionOf(open, signal),

    async disputes(signal) {
      const { right } = open.access.connection;
      const [holder, lease, leases] = await Promise.all([
        open.cloud.rights.holder(signal),
        environmentLeaseOf(open, signal),
        open.cloud.leases.find(signal),
      ]);
      // The lease's tag reads `<lease> <fault> <holder>`.
      const [, , leaseHolder = ''] = lease?.split(' ') ?? [];
      return [
        ...(right !== undefined && holder?.right === right
          ? []
          : [`${open.name} is held by ${holder?.holder ?? 'nobody'}, and not by this run`]),
        ...(lease === undefined || isOurs(leaseHolder)
          ? []
          : [`${open.name} is to go back to its golden snapshot: it is held by ${lease}`]),
        ...leases
          .filter((each) => each.state === 'held' && !isOurs(each.holder))
          .map((each) => `${each.resource} has the lease ${each.id} of ${each.holder}`),
      ];
    },
  };
}
