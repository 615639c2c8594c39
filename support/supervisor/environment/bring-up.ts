import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { connectCloud } from '../../cloud/connect-cloud';
import { buildImages } from '../../environment/image-builder';
import type { EnvironmentAccess, OpenEnvironment } from '../../environment/open-environment';
import { readEnvironmentState } from '../../environment/environment-state';
import { provision } from '../../environment/provision';
import { removeEnvironment } from '../../environment/remove-environment';
import { lockEnvironment, type EnvironmentLock } from '../../safety/environment-lock';
import { openCloud } from './cloud-door';
import { readDrills } from '../drills';
import type { ChosenEnvironment } from './environment-file';
import { mendOrRebuild } from './mend-or-rebuild';
import { during, type Progress } from '../output/progress';
import { openRuns } from '../recover/open-runs';
import { recoverUnderLock } from '../recover/recover-under-lock';
import { REPORTS_FOLDER, STATE_FOLDER } from '../settings';

export interface BringUpOptions {
  /** The lock, where the caller has it. */
  readonly held?: EnvironmentLock;
  /** Called when the cloud answers, before anything of the environment is changed. */
  readonly look?: (access: EnvironmentAccess) => Promise<void>;
  /**
   * Where what is there cannot be made whole, it is ended and provisioned anew, with all that it had, archives among it.
   * Told why, before anything is removed; when it throws, nothing is.
   */
  readonly rebuild?: (why: unknown) => void;
}

/**
 * From whatever is there to a whole environment with its seed content and a golden snapshot; what is there and right
 * is left as it is. Throws while a run has the environment: what a drill broke would be put right under it. The caller
 * closes what it gets.
 */
export async function bringUp(
  { environment, file }: ChosenEnvironment,
  progress: Progress,
  signal: AbortSignal,
  { held, look, rebuild }: BringUpOptions = {},
): Promise<OpenEnvironment> {
  const lock = held ?? takeLock(environment.name, `up ${environment.name}`);
  try {
    const access = await during(progress, 'Cloud', () => openCloud(environment, progress));
    await look?.(access);
    const known = readEnvironmentState(STATE_FOLDER, environment.name) !== undefined;
    const closeOpenRuns = async (): Promise<void> => {
      if (!known || openRuns(REPORTS_FOLDER, environment.name).length === 0) return;
      await recoverUnderLock({ environment, lock, access, catalogue: readDrills, progress, signal });
    };
    const images = (): ReturnType<typeof buildImages> =>
      during(progress, 'Images', () =>
        buildImages({
          connection: access.connection,
          stateFolder: STATE_FOLDER,
          sshPort: environment.access.ssh.port,
          progress,
          signal,
        }),
      );
    const provisioned = (built: Awaited<ReturnType<typeof images>>): Promise<OpenEnvironment> =>
      during(progress, `Environment ${environment.name}`, () =>
        provision(environment, { ...access, file, images: built, progress, signal }),
      );
    if (rebuild === undefined || !known) {
      // What killed runs have left open is closed first: provisioning would tidy it away, and its records with it.
      await closeOpenRuns();
      return await provisioned(await images());
    }
    // Without images nothing can be built anew, so nothing is removed.
    const built = await images();
    const { open, anew } = await mendOrRebuild({
      mend: async () => {
        await closeOpenRuns();
        return { open: await provisioned(built), anew: false };
      },
      heldElsewhere: () => heldElsewhere(environment.name, access, lock, signal),
      remove: () => removeEnvironment(environment.name, access, progress, signal),
      build: async () => ({ open: await provisioned(built), anew: true }),
      onRebuild: rebuild,
      signal,
    });
    // Their leases have gone with what they held.
    if (anew) await closeOpenRuns().catch((error: unknown) => progress(String(error)));
    return open;
  } finally {
    if (held === undefined) lock.release();
  }
}

/** Who has it by the cloud, if not we: what a run on another machine drills on is not ours to remove. */
async function heldElsewhere(
  environment: string,
  access: EnvironmentAccess,
  lock: EnvironmentLock,
  signal: AbortSignal,
): Promise<string | undefined> {
  const cloud = connectCloud({ ...access.connection, environment });
  try {
    const holder = await cloud.rights.holder(signal);
    return holder?.claim === lock.claim ? undefined : holder?.holder;
  } finally {
    cloud.close();
  }
}

/** This checkout's lock of an environment, whether it was ever brought up or not. */
export function takeLock(environment: string, what: string): EnvironmentLock {
  mkdirSync(join(STATE_FOLDER, environment), { recursive: true, mode: 0o700 });
  return lockEnvironment(STATE_FOLDER, environment, what);
}
