import { join } from 'node:path';
import { z } from 'zod';
import { entryFolder, type EntryFolder } from '../entry-folder';

/** Where a publication goes. */
export interface Destination {
  readonly baseUrl: string;
  readonly spaceKey: string;
  /** As it was given: title or id. */
  readonly parent: string;
  readonly environment: string;
}

/** A run that is to be published and is not yet known to be. */
export interface WaitingRun {
  /** The run's folder. */
  readonly folder: string;
  readonly since: string;
}

const FOLDER = 'unpublished';
const entryShape = z.object({
  version: z.literal(1),
  destination: z.object({
    ...{ baseUrl: z.string(), spaceKey: z.string(), parent: z.string(), environment: z.string() },
  }),
  folder: z.string(),
  since: z.string(),
});

/**
 * Runs that wait to be published, a file each in `reports/out/unpublished`. A run is put there before the first request of its
 * publication and taken away after the last, so that one that was killed, interrupted or met a Confluence that was away is
 * taken up by the next publication to the same place. What is to be published lies in the run's folder and is not copied.
 */
export function waitingRuns(reportsFolder: string, destination: Destination) {
  const entries = entriesOf(reportsFolder);
  return {
    add(run: string, now: Date): void {
      entries.put(keyOf(destination, run), {
        ...{ version: 1, destination, folder: run, since: now.toISOString() },
      });
    },
    done(run: string): void {
      entries.remove(keyOf(destination, run));
    },
    /** Oldest first. */
    all(): readonly WaitingRun[] {
      return entries
        .all()
        .filter((entry) => isSame(entry.destination, destination))
        .map(({ folder, since }) => ({ folder, since }))
        .sort((one, other) => one.since.localeCompare(other.since));
    },
  };
}

/** Folders of runs that wait to be published anywhere: what is to be published lies nowhere else. */
export const foldersThatWait = (reportsFolder: string): readonly string[] =>
  entriesOf(reportsFolder)
    .all()
    .map(({ folder }) => folder);

const entriesOf = (reportsFolder: string): EntryFolder<z.infer<typeof entryShape>> =>
  entryFolder(join(reportsFolder, FOLDER), entryShape);

const keyOf = ({ baseUrl, spaceKey, parent, environment }: Destination, run: string): readonly string[] => [
  ...[baseUrl, spaceKey, parent, environment, run],
];

const isSame = (one: Destination, other: Destination): boolean =>
  keyOf(one, '').join('\n') === keyOf(other, '').join('\n');
