import { join } from 'node:path';
import { z } from 'zod';
import { entryFolder } from '../entry-folder';
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
  const entries = entryFolder(join(reportsFolder, FOLDER), entryShape);
  const keyOf = ({ id }: Pick<NightMessage, 'id'>): readonly string[] => [outlet, environment, id];
  return {
    add(message: NightMessage): void {
      entries.put(keyOf(message), { version: 1, outlet, environment, ...message });
    },
    done(message: Pick<NightMessage, 'id'>): void {
      entries.remove(keyOf(message));
    },
    /** Oldest first. */
    all(): readonly NightMessage[] {
      return entries
        .all()
        .filter((entry) => entry.outlet === outlet && entry.environment === environment)
        .map(({ id, at, line, text }) => ({ id, at, line, text }))
        .sort((one, other) => one.at.localeCompare(other.at));
    },
  };
}

export type Untold = ReturnType<typeof untold>;
