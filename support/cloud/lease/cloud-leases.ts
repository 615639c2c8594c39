import type { CloudClock } from '../cloud-clock';
import { GuardRefusal } from '../guard';
import type { LeaseEnd, LeaseId, LeaseTerms } from '../../drill/lease';
import { milliseconds, minutes, seconds } from '../../drill/time';
import { waitUntil } from '../../drill/wait-until';
import type { ResourceTags } from '../resource-tags';
import type { CloudRestore } from './cloud-restore';
import { leaseOf, leaseTag, leaseTagNames, leaseTags, stateValue, type CloudLease } from './lease-tags';
import { restoreResource, type Restored, type RestorePorts } from './restore-resource';

/** Leases on resources of the cloud: who holds one and what it restores is in the resource's tags, and nowhere else. */
export interface CloudLeases {
  /** Rejects while another lease holds the resource. One that has run out there is reverted first. */
  arm(resource: string, terms: LeaseTerms, restore: CloudRestore, signal: AbortSignal): Promise<void>;
  renew(resource: string, terms: LeaseTerms, signal: AbortSignal): Promise<'held' | 'gone'>;
  /** Puts the resource back now, and takes the tags away; undefined where it has no such lease. */
  revert(resource: string, id: LeaseId, signal: AbortSignal): Promise<LeaseEnd | undefined>;
  /** Every lease of the environment, also those that have ended and whose record nobody has taken. */
  find(signal: AbortSignal): Promise<readonly CloudLease[]>;
  /**
   * One pass of the janitor: puts back what has run out, from the tags alone. What ended a short while ago is put back
   * again: its holder may have stood still between its last look and its act. Says what it did, a line each; what fails
   * for one resource does not keep it from the others, and is thrown at the end.
   */
  sweep(signal: AbortSignal): Promise<readonly string[]>;
}

/** A renewal must not cross the janitor's revert: their clocks may differ by a second. */
const RENEWAL_MARGIN_SECONDS = 1.5;
/** For how long an ended lease is enforced. */
const AFTERLIFE_SECONDS = 600;

export function cloudLeasesOf(tags: ResourceTags, ports: RestorePorts, clock: CloudClock): CloudLeases {
  const read = async (resource: string, signal: AbortSignal): Promise<CloudLease | undefined> =>
    leaseOf(resource, await tags.read(resource, signal));

  const until = ({ duration }: LeaseTerms): number => clock.now() + duration / 1000;

  const forget = async (resource: string, signal: AbortSignal): Promise<void> =>
    tags.remove(resource, leaseTagNames(await tags.read(resource, signal)), signal);

  /** The state first, then the restore: whoever reads in between finds it ended and not yet put back. */
  const end = async (lease: CloudLease, signal: AbortSignal): Promise<Restored> => {
    const restored = await restoreResource(lease.resource, lease.restore, ports, signal);
    if ('done' in restored && lease.state === 'held') {
      const ended = stateValue({ ...lease, state: 'ended', at: clock.now() });
      await tags.set(lease.resource, { [leaseTag]: ended }, signal);
    }
    return restored;
  };

  const revert: CloudLeases['revert'] = async (resource, id, signal) => {
    const lease = await read(resource, signal);
    if (lease?.id !== id) return undefined;
    const restored = await waitUntil<string>({
      subject: `${resource} to be put back`,
      deadline: minutes(5),
      interval: milliseconds(500),
      attempt: seconds(30),
      signal,
      observe: async (attempt) => {
        try {
          const result = await end(lease, attempt);
          return 'done' in result ? { value: result.done } : { seen: result.notYet };
        } catch (error) {
          if (error instanceof GuardRefusal) return { hopeless: error.message };
          throw error;
        }
      },
    });
    await forget(resource, signal);
    return {
      location: { kind: 'cloud', resource },
      at: new Date((lease.state === 'ended' ? lease.at : clock.now()) * 1000).toISOString(),
      by: lease.state === 'ended' ? 'expiry' : 'release',
      restored,
    };
  };

  const find: CloudLeases['find'] = async (signal) => {
    const found = await tags.withKey(leaseTag, signal);
    return [...found].flatMap(([resource, own]) => leaseOf(resource, own) ?? []);
  };

  return {
    find,
    revert,

    async arm(resource, terms, restore, signal) {
      const present = await read(resource, signal);
      if (present !== undefined && present.id !== terms.id) {
        if (present.state === 'held' && present.at > clock.now()) {
          throw new Error(`${resource} is held by the lease ${present.id} of ${present.holder}`);
        }
        await revert(resource, present.id, signal);
      }
      const lease = { ...terms, state: 'held' as const, at: until(terms), restore };
      await tags.set(resource, leaseTags(lease), signal);
    },

    async renew(resource, terms, signal) {
      const present = await read(resource, signal);
      if (present?.id !== terms.id || present.state !== 'held') return 'gone';
      if (present.at - RENEWAL_MARGIN_SECONDS < clock.now()) return 'gone';
      await tags.set(resource, { [leaseTag]: stateValue({ ...present, at: until(terms) }) }, signal);
      return 'held';
    },

    async sweep(signal) {
      const said: string[] = [];
      const errors: Error[] = [];
      const found = await tags.withKey(leaseTag, signal);
      const now = clock.now();
      for (const [resource, own] of found) {
        try {
          const lease = leaseOf(resource, own);
          if (lease === undefined) continue;
          const due = lease.state === 'held' ? lease.at <= now : lease.at + AFTERLIFE_SECONDS > now;
          if (!due) continue;
          const restored = await end(lease, signal);
          const what = 'done' in restored ? restored.done : `not yet: ${restored.notYet}`;
          if (lease.state === 'held') said.push(`${lease.id} on ${resource} ran out: ${what}`);
        } catch (error) {
          errors.push(error instanceof Error ? error : new Error(String(error)));
        }
      }
      if (errors.length > 0)
        throw new AggregateError(errors, errors.map(({ message }) => message).join('; '));
      return said;
    },
  };
}
