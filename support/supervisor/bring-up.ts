import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildImages } from '../environment/image-builder';
import type { OpenEnvironment } from '../environment/open-environment';
import { provision } from '../environment/provision';
import { lockEnvironment } from '../recovery/environment-lock';
import { openCloud } from './cloud-door';
import type { ChosenEnvironment } from './environment-file';
import { during, type Progress } from './progress';
import { STATE_FOLDER } from './settings';

/**
 * From whatever is there to a whole environment with its seed content and a golden snapshot; what is there and right
 * is left as it is. Throws while a run has the environment: what a drill broke would be put right under it. The caller
 * closes what it gets.
 */
export async function bringUp(
  { environment, file }: ChosenEnvironment,
  progress: Progress,
  signal: AbortSignal,
): Promise<OpenEnvironment> {
  mkdirSync(join(STATE_FOLDER, environment.name), { recursive: true, mode: 0o700 });
  const lock = lockEnvironment(STATE_FOLDER, environment.name, `up ${environment.name}`);
  try {
    const access = await during(progress, 'Cloud', () => openCloud(environment, progress));
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
    lock.release();
  }
}
