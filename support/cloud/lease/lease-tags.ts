import { asLeaseId, type LeaseId } from '../../drill/lease';
import type { Tags } from '../tags';
import { cloudRestore, type CloudRestore } from './cloud-restore';

/** `held|ended <id> <fault> <seconds since the epoch, to a tenth> <holder>` */
export const leaseTag = 'firedrill:lease';
/** What to restore, as JSON in pieces: `firedrill:lease-restore-0`, `-1`, … */
const restoreTag = (piece: number): string => `firedrill:lease-restore-${String(piece)}`;

/** EC2 takes 255 characters in a tag's value, counted in UTF-8 here to be on the safe side. */
const PIECE = 240;
const MOST_PIECES = 20;

/** A lease as the tags of its resource tell it. */
export interface CloudLease {
  readonly resource: string;
  readonly id: LeaseId;
  readonly fault: string;
  readonly holder: string;
  /** `ended`: it was reverted, and its record has not been taken yet. */
  readonly state: 'held' | 'ended';
  /** Seconds since the epoch: until when it holds, or when it ended. */
  readonly at: number;
  readonly restore: CloudRestore;
}

/** The tags that carry a lease. Throws for a restore that is larger than tags can hold. */
export function leaseTags(lease: Omit<CloudLease, 'resource'>): Tags {
  const text = JSON.stringify(lease.restore);
  const pieces = text.match(new RegExp(`[\\s\\S]{1,${String(PIECE)}}`, 'g')) ?? [];
  if (pieces.length > MOST_PIECES || Buffer.byteLength(text) !== text.length) {
    throw new Error(`what the lease ${lease.id} would restore does not fit into tags`);
  }
  return {
    [leaseTag]: stateValue(lease),
    ...Object.fromEntries(pieces.map((piece, index) => [restoreTag(index), piece])),
  };
}

export const stateValue = ({
  state,
  id,
  fault,
  at,
  holder,
}: Omit<CloudLease, 'resource' | 'restore'>): string =>
  `${state} ${id} ${fault} ${at.toFixed(1)} ${holder}`.slice(0, 255);

/** Of all tags of a resource, those that carry a lease. */
export const leaseTagNames = (tags: Tags): readonly string[] =>
  Object.keys(tags).filter((key) => key === leaseTag || key.startsWith('firedrill:lease-restore-'));

/** Reads the lease from a resource's tags; undefined where there is none. Throws for tags that are not ours. */
export function leaseOf(resource: string, tags: Tags): CloudLease | undefined {
  const value = tags[leaseTag];
  if (value === undefined) return undefined;
  const [state = '', id = '', fault = '', at = '', ...holder] = value.split(' ');
  if ((state !== 'held' && state !== 'ended') || !/^\d{1,12}(\.\d)?$/.test(at)) {
    throw new Error(`${resource}: its tag ${leaseTag} is not a lease: "${value.slice(0, 60)}"`);
  }
  let text = '';
  for (let piece = 0; tags[restoreTag(piece)] !== undefined; piece += 1)
    text += tags[restoreTag(piece)] ?? '';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const restore = cloudRestore.safeParse(json);
  if (!restore.success) throw new Error(`${resource}: its tags do not say what the lease ${id} restores`);
  return {
    resource,
    id: asLeaseId(id),
    fault,
    holder: holder.join(' '),
    state,
    at: Number(at),
    restore: restore.data,
  };
}
