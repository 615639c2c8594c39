import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../../drill/atomic-file';

const nightFile = z.object({
  version: z.literal(1),
  environment: z.string(),
  seed: z.int(),
  /** How the night found its environment. */
  found: z
    .object({
      state: z.enum(['whole', 'down', 'broken']),
      /** What was not as it should be, a sentence each. */
      findings: z.array(z.string()),
      /** Whether it was ended and provisioned anew, since it could not be mended. */
      rebuilt: z.boolean(),
      /** Milliseconds until it was whole. */
      took: z.number().nonnegative(),
    })
    .optional(),
  /** The drills in the order in which they come, each with why it has its place and the digest of what defines it. */
  order: z.array(z.object({ id: z.string(), digest: z.string(), because: z.string() })),
});

/** What a night set out to do, and what it found. */
export type NightFile = z.infer<typeof nightFile>;

export type Found = NonNullable<NightFile['found']>;

const pathIn = (runFolder: string): string => join(runFolder, 'night.json');

export function writeNightFile(runFolder: string, night: Omit<NightFile, 'version'>): void {
  writeFileAtomically(pathIn(runFolder), `${JSON.stringify({ version: 1, ...night }, null, 2)}\n`);
}

/** Undefined where the run is no night, or what is there cannot be read as one. */
export function readNightFile(runFolder: string): NightFile | undefined {
  const path = pathIn(runFolder);
  if (!existsSync(path)) return undefined;
  try {
    return nightFile.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
