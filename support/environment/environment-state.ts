import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../drill/atomic-file';

const hostState = z.strictObject({
  instanceId: z.string(),
  /** `ssh-ed25519 AAAA…`, as the instance's console showed it at its first boot. */
  hostKey: z.string(),
  publicAddress: z.string().optional(),
});

const environmentState = z.strictObject({
  version: z.literal(1),
  /** The environment file, as it was named. */
  file: z.string(),
  /** Whether the file ever declared it protected when it was provisioned; what the file says later takes nothing back. */
  protected: z.boolean().optional(),
  endpoint: z.string(),
  /** Revision of the configuration that the hosts were given. */
  revision: z.string(),
  /** Image ids by recipe, as the environment was provisioned. An instance is of the recipe of its role's name. */
  images: z.record(z.string(), z.string()),
  /** Image ids by instance, of those that were given another image than that. */
  promoted: z.record(z.string(), z.string()).optional(),
  hosts: z.record(z.string(), hostState),
  /** The golden snapshot in force: the value of the tag `firedrill:golden` on its snapshots. */
  golden: z
    .strictObject({
      set: z.string(),
      takenAt: z.string(),
      revision: z.string(),
      /** As the environment file declared it. */
      content: z.record(z.string(), z.number()),
      /** Image ids by role, as `images` was then. */
      images: z.record(z.string(), z.string()).optional(),
      /** As `promoted` was then: older programs refuse the data of newer ones. */
      promoted: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
});

/** What this machine must remember of an environment; everything else is read from the cloud by its tags. */
export type EnvironmentState = z.infer<typeof environmentState>;
export type HostState = z.infer<typeof hostState>;

export const environmentFolder = (stateFolder: string, name: string): string => join(stateFolder, name);

const stateFile = (stateFolder: string, name: string): string =>
  join(environmentFolder(stateFolder, name), 'state.json');

/** Undefined where the environment was never provisioned from here. */
export function readEnvironmentState(stateFolder: string, name: string): EnvironmentState | undefined {
  const file = stateFile(stateFolder, name);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed = environmentState.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${file} is not valid: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

export function writeEnvironmentState(stateFolder: string, name: string, state: EnvironmentState): void {
  mkdirSync(environmentFolder(stateFolder, name), { recursive: true, mode: 0o700 });
  writeFileAtomically(stateFile(stateFolder, name), `${JSON.stringify(state, null, 2)}\n`);
}

/** Names of the environments that were brought up from here and not taken down. */
export function environmentsUp(stateFolder: string): readonly string[] {
  return readdirSync(stateFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(stateFile(stateFolder, entry.name)))
    .map(({ name }) => name);
}
