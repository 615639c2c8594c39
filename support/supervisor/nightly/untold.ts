import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../../drill/atomic-file';
import type { NightMessage, Outlet } from './outlet';

const FOLDER = 'untold';
const entryShape = z.object({
  version: z.literal(1),
  outlet: z.enum(['chat', 'mail']),
  environment: z.string(),
  ...{ id: z.string(), at: z.string(), line: z.string(), text: z.string() },
});

/** For so many nights what could not be told is kept; older news is in the reports. */
export const KEPT_NIGHTS = 7;

/**
 * Messages of an environment's nights that people were not told yet, a file each in `reports/out/untold`. One is put there
 * before it is sent and taken away when it was taken, so that a night that was killed meanwhile, or met an outlet that was
 * away, is told by the next. Texts are without secrets when they come here.
 */
export function untold(reportsFolder: string, environment: string, outlet: Outlet['name']) {
  const folder = join(reportsFolder, FOLDER);
  const fileOf = ({ id }: Pick<NightMessage, 'id'>): string => {
    const hash = createHash('sha256').update(JSON.stringify([outlet, environment, id]));
    return join(folder, `${hash.digest('hex').slice(0, 16)}.json`);
  };
  return {
    add(message: NightMessage): void {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const entry = { version: 1, outlet, environment, ...message };
      writeFileAtomically(fileOf(message), `${JSON.stringify(entry, undefined, 2)}\n`);
    },
    done(message: Pick<NightMessage, 'id'>): void {
      rmSync(fileOf(message), { force: true });
    },
    /** Oldest first. A file that cannot be read is none of ours. */
    all(): readonly NightMessage[] {
      return names(folder)
        .flatMap((name) => {
          const entry = read(join(folder, name));
          return entry?.outlet === outlet && entry.environment === environment ? [entry] : [];
        })
        .map(({ id, at, line, text }) => ({ id, at, line, text }))
        .sort((one, other) => one.at.localeCompare(other.at));
    },
  };
}

export type Untold = ReturnType<typeof untold>;

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
