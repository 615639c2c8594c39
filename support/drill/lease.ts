import type { Milliseconds } from './time';

/** Names one lease in file and unit names, tags and journals: `fill-volume-3f2a91c4`. */
export type LeaseId = string & { readonly __id: 'lease' };

/** The form of a lease's name, which hosts and the cloud take as part of their own names. */
const LEASE_ID = /^[a-z][a-z0-9-]{0,40}-[0-9a-f]{8}$/;

/** @param random 8 hexadecimal digits */
export function leaseId(fault: string, random: string): LeaseId {
  return asLeaseId(`${fault}-${random}`);
}

/** Throws for a text that no lease is named by: it may come from a damaged journal or a tag that somebody wrote. */
export function asLeaseId(text: string): LeaseId {
  if (!LEASE_ID.test(text)) throw new Error(`"${text.slice(0, 60)}" does not name a lease`);
  return text as LeaseId;
}

/** Where a revert is armed, so that a process that knows nothing else finds it. */
export type LeaseLocation =
  /** A timer on the host of this instance. */
  | { readonly kind: 'host'; readonly instance: string }
  /** Tags on a resource of the cloud, by its id; the janitor reads them. */
  | { readonly kind: 'cloud'; readonly resource: string }
  /** The whole environment, which goes back to its golden snapshot before anything else runs on it. */
  | { readonly kind: 'environment' };

export interface LeaseTerms {
  readonly id: LeaseId;
  readonly fault: string;
  /** Whose it is: `<run>/<drill>`. */
  readonly holder: string;
  /** From its arming, and from each renewal, until it ends by itself. */
  readonly duration: Milliseconds;
}

/** How a lease came to its end, as the place where it was armed tells. */
export interface LeaseEnd {
  readonly location: LeaseLocation;
  /** ISO 8601, by the clock of the place. */
  readonly at: string;
  /** `release`: its holder, or who acts for a dead one. `expiry`: nobody renewed it. `boot`: the host was started again. */
  readonly by: 'release' | 'expiry' | 'boot';
  /** What was put back, as the place tells. */
  readonly restored: string;
}

/** A revert that can be armed in one place, before the fault acts there. Every call can be repeated. */
export interface LeasePart {
  readonly location: LeaseLocation;
  /** For a person: `a timer on jira that starts jira.service`. */
  readonly description: string;
  /** How long reverting takes: it runs out so much earlier than the terms say. 0 unless told. */
  readonly ahead?: Milliseconds;
  /** Refuses while another lease holds the same thing. */
  arm(terms: LeaseTerms, signal: AbortSignal): Promise<void>;
  /** `gone` when it ended meanwhile: by expiry, by a boot, or because somebody released it. */
  renew(terms: LeaseTerms, signal: AbortSignal): Promise<'held' | 'gone'>;
  /** Reverts now, through what is armed, and takes the record along; undefined where there was no lease (any more). */
  revert(terms: Pick<LeaseTerms, 'id'>, signal: AbortSignal): Promise<LeaseEnd | undefined>;
}

export const locationText = (location: LeaseLocation): string => {
  switch (location.kind) {
    case 'host':
      return `host ${location.instance}`;
    case 'cloud':
      return location.resource;
    case 'environment':
      return 'the environment';
  }
};
