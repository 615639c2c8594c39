import { z } from 'zod';
import { minutes, type Milliseconds } from '../../../drill/time';
import { instanceOfRole } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { quote } from '../../../hosts/shell';
import type { ActionContext } from '../context';

/** restic on the off-site store, with its password and keys: on the bastion. */
export const RESTIC = '/opt/firedrill/bin/restic-offsite';

/** Where the volumes of an archive are mounted beside each other; restic keeps their files under these paths. */
export const archiveMount = (instance: string): string => `/mnt/archive/${instance}`;

export interface ResticOptions {
  readonly signal: AbortSignal;
  /** 10 min unless told. */
  readonly timeout?: Milliseconds;
}

/** What restic printed; throws with its last words when it ended with another code than 0. */
export function restic(
  { environment, host }: Pick<ActionContext, 'environment' | 'host'>,
  args: readonly string[],
  { signal, timeout = minutes(10) }: ResticOptions,
): Promise<string> {
  const bastion = instanceOfRole(environment, 'bastion').name;
  return asRoot(host(bastion), [RESTIC, ...args.map(quote)].join(' '), { signal, timeout });
}

const listed = z.array(
  z.object({
    id: z.string(),
    short_id: z.string(),
    time: z.string(),
    tags: z.array(z.string()).default([]),
    paths: z.array(z.string()),
  }),
);

/** A copy off site: one of restic's snapshots. */
export interface OffSiteCopy {
  readonly id: string;
  /** ISO 8601: the moment that it holds, which is its archive's. */
  readonly takenAt: string;
  /** The archive that it is a copy of. */
  readonly set: string;
  /** Names of the instances whose data volumes it holds. */
  readonly instances: readonly string[];
}

/** The copies of an environment's archives, the oldest first. `flags`: restic's, such as `--no-lock`. */
export async function offSiteCopies(
  context: Pick<ActionContext, 'environment' | 'host'>,
  options: ResticOptions,
  flags: readonly string[] = [],
): Promise<readonly OffSiteCopy[]> {
  const args = ['snapshots', '--json', ...flags, '--host', context.environment.name];
  const text = await restic(context, args, options);
  return copiesFrom(text);
}

/** Reads what `restic snapshots --json` printed (restic 0.14, restic.readthedocs.io, "Scripting"). */
export function copiesFrom(text: string): readonly OffSiteCopy[] {
  return listed
    .parse(JSON.parse(text))
    .map(({ id, time, tags, paths }) => ({
      id,
      takenAt: new Date(time).toISOString(),
      set: tags[0] ?? '',
      instances: paths.map((path) => path.slice(archiveMount('').length)),
    }))
    .sort((one, other) => one.takenAt.localeCompare(other.takenAt));
}

/** The last of them that was taken at or before a moment; the last of all where none is given. Throws where there is none. */
export function lastUntil<A extends { readonly takenAt: string }>(
  archives: readonly A[],
  until: Date | undefined,
  what: string,
): A {
  const found = archives
    .filter(({ takenAt }) => until === undefined || Date.parse(takenAt) <= until.getTime())
    .reduce<A | undefined>((last, each) => (last && last.takenAt > each.takenAt ? last : each), undefined);
  if (found !== undefined) return found;
  const there = archives.map(({ takenAt }) => takenAt).join(', ') || 'none';
  throw new Error(
    `there is no ${what}${until === undefined ? '' : ` of ${until.toISOString()} or before`}; there are those of ${there}`,
  );
}

/** Which archive: the last of all, the one before it, or the last of a moment or before. */
export type ArchiveMoment = 'now' | 'before-last' | Date;

/** The archive of that moment. Throws where there is none. */
export function archiveUntil<A extends { readonly takenAt: string }>(
  archives: readonly A[],
  moment: ArchiveMoment,
  what: string,
): A {
  if (moment instanceof Date) return lastUntil(archives, moment, what);
  const last = lastUntil(archives, undefined, what);
  if (moment === 'now') return last;
  return lastUntil(archives, new Date(Date.parse(last.takenAt) - 1), `${what} before the last one`);
}
