import type { Snapshot } from '../cloud/snapshots';
import type { Tags } from '../cloud/tags';

/** On every snapshot of a set: which set it belongs to, and the instances that the set is of, a blank between them. */
export const archiveTag = 'firedrill:archive';
export const archiveOfTag = 'firedrill:archive-of';
/** On every snapshot of a set of which it is known that all volumes stood still while the last of them was taken. */
export const consistentTag = 'firedrill:archive-consistent';
/** On every snapshot of a set: how many bytes of its volume were used. */
export const usedTag = 'firedrill:used-bytes';

export const archiveTags = (set: string, instances: readonly string[]): Tags => ({
  [archiveTag]: set,
  [archiveOfTag]: instances.join(' '),
});

/** Snapshots of several data volumes that were taken in one moment. */
export interface Archive {
  /** `archive-0a1b2c3d` */
  readonly set: string;
  /** ISO 8601: when the first of its snapshots was begun. */
  readonly takenAt: string;
  /** Names of the instances whose data volumes it is of, as far as their snapshots are there. */
  readonly instances: readonly string[];
  readonly snapshots: readonly Snapshot[];
  /** Whether all of its volumes are there, completed, and of one moment: whether it can be gone back to. */
  readonly good: boolean;
}

/** The archives that snapshots belong to, the oldest first; snapshots of no archive are left aside. */
export function archivesOf(snapshots: readonly Snapshot[]): readonly Archive[] {
  const sets = new Set(snapshots.flatMap(({ tags }) => tags[archiveTag] ?? []));
  return [...sets]
    .map((set): Archive => {
      const members = snapshots.filter(({ tags }) => tags[archiveTag] === set);
      const completed = members.filter(
        ({ state, tags }) => state === 'completed' && tags[consistentTag] === 'yes',
      );
      const there = completed.flatMap(({ tags }) => tags['firedrill:instance'] ?? []);
      const declared = (members[0]?.tags[archiveOfTag] ?? '').split(' ').filter((name) => name !== '');
      return {
        set,
        takenAt: members.map(({ startedAt }) => startedAt).sort()[0] ?? '',
        instances: members.flatMap(({ tags }) => tags['firedrill:instance'] ?? []),
        snapshots: members,
        good: declared.length > 0 && declared.every((name) => there.includes(name)),
      };
    })
    .sort((one, other) => one.takenAt.localeCompare(other.takenAt));
}
