import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../../drill/atomic-file';

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
  const folder = join(reportsFolder, FOLDER);
  const fileOf = (run: string): string => join(folder, `${hashOf(destination, run)}.json`);
  return {
    add(run: string, now: Date): void {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const entry = { version: 1, destination, folder: run, since: now.toISOString() };
      writeFileAtomically(fileOf(run), `${JSON.stringify(entry, undefined, 2)}\n`);
    },
    done(run: string): void {
      rmSync(fileOf(run), { force: true });
    },
    /** Oldest first. A file that cannot be read is none of ours. */
    all(): readonly WaitingRun[] {
      return names(folder)
        .flatMap((name) => {
          const entry = read(join(folder, name));
          return entry !== undefined && isSame(entry.destination, destination) ? [entry] : [];
        })
        .map(({ folder: run, since }) => ({ folder: run, since }))
        .sort((one, other) => one.since.localeCompare(other.since));
    },
  };
}

/** Folders of runs that wait to be published anywhere: what is to be published lies nowhere else. */
export const foldersThatWait = (reportsFolder: string): readonly string[] =>
  names(join(reportsFolder, FOLDER)).flatMap((name) => read(join(reportsFolder, FOLDER, name))?.folder ?? []);

const hashOf = ({ baseUrl, spaceKey, parent, environment }: Destination, run: string): string =>
  createHash('sha256')
    .update(JSON.stringify([baseUrl, spaceKey, parent, environment, run]))
    .digest('hex')
    .slice(0, 16);

const isSame = (one: Destination, other: Destination): boolean => hashOf(one, '') === hashOf(other, '');

function read(file: string): z.infer<typeof entryShape> | undefined {
  try {
    return entryShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}
