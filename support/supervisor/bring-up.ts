import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildImages } from '../environment/image-builder';
import type { OpenEnvironment } from '../environment/open-environment';
import { readEnvironmentState } from '../environment/environment-state';
import { provision } from '../environment/provision';
import { lockEnvironment, type EnvironmentLock } from '../safety/environment-lock';
import { openCloud } from './cloud-door';
import { readDrills } from './drills';
import type { ChosenEnvironment } from './environment-file';
import { during, type Progress } from './progress';
import { openRuns } from './open-runs';
import { recoverUnderLock } from './recover-under-lock';
import { REPORTS_FOLDER, STATE_FOLDER } from './settings';

/**
 * From whatever is there to a whole environment with its seed content and a golden snapshot; what is there and right
 * is left as it is. Throws while a run has the environment: what a drill broke would be put right under it. The caller
 * closes what it gets.
 * @param held the lock, where the caller has it
 */
export async function bringUp(
  { environment, file }: ChosenEnvironment,
  progress: Progress,
  signal: AbortSignal,
  held?: EnvironmentLock,
): Promise<OpenEnvironment> {
  const lock = held ?? takeLock(environment.name, `up ${environment.name}`);
  try {
    const access = await during(progress, 'Cloud', () => openCloud(environment, progress));
    // What killed runs have left open is closed first: provisioning would tidy it away, and its records with it.
    const known = readEnvironmentState(STATE_FOLDER, environment.name) !== undefined;
    if (known && openRuns(REPORTS_FOLDER, environment.name).length > 0) {
      await recoverUnderLock({ environment, lock, access, catalogue: readDrills, progress, signal });
    }
    const images = await during(progress, 'Images', () =>
      buildImages({
        connection: access.connection,
        stateFolder: STATE_FOLDER,
        sshPort: environment.access.ssh.port,
        progress,
        signal,
      }),
    );
    return await during(progress, `Environment ${environment.name}`, () =>
      provision(environment, { ...access, file, images, progress, signal }),
    );
  } finally {
    if (held === undefined) lock.release();
  }
}

/** This checkout's lock of an environment, whether it was ever brought up or not. */
export function takeLock(environment: string, what: string): EnvironmentLock {
  mkdirSync(join(STATE_FOLDER, environment), { recursive: true, mode: 0o700 });
  return lockEnvironment(STATE_FOLDER, environment, what);
}
