import type { Archive } from './archives';

/** How many archives are kept; restic's `--keep-daily` and `--keep-weekly`. */
export interface Retention {
  /** Of the last so many days that have one, the last of the day (UTC). */
  readonly daily: number;
  /** Of the last so many weeks that have one, the last of the week (from Monday, UTC). */
  readonly weekly: number;
}

const DAY = 24 * 60 * 60 * 1000;

/** A set that is no good by then is none that is still being taken. */
const UNFINISHED = DAY;

/**
 * Which archives are to be deleted. Only what can be gone back to counts as a day's or a week's; the last that can is
 * kept whatever the rule says; one that cannot be gone back to goes when it is a day old.
 */
export function expiredArchives<A extends Pick<Archive, 'set' | 'takenAt' | 'good'>>(
  archives: readonly A[],
  { daily, weekly }: Retention,
  now: Date,
): readonly A[] {
  const good = archives
    .filter((archive) => archive.good)
    .sort((one, other) => other.takenAt.localeCompare(one.takenAt));
  const kept = new Set<A>([
    ...good.slice(0, 1),
    ...lastOfEach(good, dayOf).slice(0, daily),
    ...lastOfEach(good, weekOf).slice(0, weekly),
  ]);
  return archives.filter((archive) =>
    archive.good ? !kept.has(archive) : Date.parse(archive.takenAt) < now.getTime() - UNFINISHED,
  );
}

type Dated = Pick<Archive, 'takenAt'>;

/** The first of each period, of a list that begins with the newest. */
const lastOfEach = <A extends Dated>(newestFirst: readonly A[], periodOf: (archive: A) => number): A[] =>
  [...new Map(newestFirst.toReversed().map((archive) => [periodOf(archive), archive])).values()].sort(
    (one, other) => other.takenAt.localeCompare(one.takenAt),
  );

const dayOf = ({ takenAt }: Dated): number => Math.floor(Date.parse(takenAt) / DAY);

/** The epoch's day 0 was a Thursday. */
const weekOf = (archive: Dated): number => Math.floor((dayOf(archive) + 3) / 7);
