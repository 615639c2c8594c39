import { hours, type Milliseconds } from '../drill/time';
import type { VolumeCharacterization } from './characterization';

const GIB = 1024 ** 3;
/** A file system keeps some of its device for itself. */
const OWN_SHARE = 0.1;
const DAY = hours(24);

/** What is found of a data volume. Sizes in bytes unless they say otherwise. */
export interface VolumeFacts {
  readonly sizeGiB: number;
  readonly fileSystem: { readonly size: number; readonly used: number };
  /** The last good archive that it is in; absent where there is none. */
  readonly archive?: {
    readonly set: string;
    readonly age: Milliseconds;
    /** What was used of it then; absent where the archive does not tell. */
    readonly used?: number;
  };
}

/** What of a data volume is not as its characterization and the environment file have it, a sentence each. */
export function volumeDifferences(
  declared: VolumeCharacterization & { readonly sizeGiB: number },
  { sizeGiB, fileSystem: { size, used }, archive }: VolumeFacts,
): readonly string[] {
  const found: string[] = [];
  if (sizeGiB !== declared.sizeGiB)
    found.push(`its size is ${String(sizeGiB)} GiB instead of ${String(declared.sizeGiB)} GiB`);
  if (size < sizeGiB * GIB * (1 - OWN_SHARE))
    found.push(`its file system has ${inMiB(size)} of ${String(sizeGiB)} GiB`);
  if (used > size * declared.used)
    found.push(`${percent(used / size)} of it are used; bounded by ${percent(declared.used)}`);
  if (declared.archived !== undefined) {
    if (archive === undefined) found.push('no good archive has it');
    else if (archive.age > declared.archived)
      found.push(
        `its last good archive, ${archive.set}, is ${inHours(archive.age)} old; expected ${inHours(declared.archived)} at most`,
      );
  }
  if (archive?.used !== undefined) {
    // A shorter time says nothing of a day.
    const days = Math.max(1, archive.age / DAY);
    const grown = used - archive.used;
    if (grown > declared.dailyGrowth * days)
      found.push(
        `it has grown by ${inMiB(grown)} since ${archive.set}; expected ${inMiB(declared.dailyGrowth)} a day at most`,
      );
  }
  return found;
}

const inMiB = (bytes: number): string => `${String(Math.round(bytes / 1024 ** 2))} MiB`;
const inHours = (time: Milliseconds): string => `${String(Math.round(time / hours(1)))} h`;
const percent = (share: number): string => `${String(Math.round(share * 100))} %`;
