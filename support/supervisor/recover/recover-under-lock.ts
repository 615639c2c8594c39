import type { Environment } from '../../environment/environment';
import { openEnvironment, type EnvironmentAccess } from '../../environment/open-environment';
import type { Catalogue } from '../../recovery/catalogue/catalogue';
import type { EnvironmentLock } from '../../safety/environment-lock';
import { RunHold } from '../../safety/run-hold';
import type { Progress } from '../output/progress';
import { recoverEnvironment, type Recovery } from './recover-environment';
import { recoveryWorld } from './recovery-world';
import { REPORTS_FOLDER } from '../settings';

export interface RecoverUnderLock {
  readonly environment: Environment;
  readonly lock: EnvironmentLock;
  readonly access: EnvironmentAccess;
  readonly catalogue: () => Catalogue;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Recovers an environment of this checkout, whose lock the caller has, with the right to change it on all machines. */
export async function recoverUnderLock(options: RecoverUnderLock): Promise<Recovery> {
  const { environment, lock, access, progress, signal } = options;
  const { name } = environment;
  const run = `recover ${name}`;
  const hold = await RunHold.take({ lock, environment: name, run, access, onTrouble: progress }, signal);
  try {
    const open = await openEnvironment(name, hold.access);
    try {
      return await recoverEnvironment({
        ...options,
        environment: name,
        reportsFolder: REPORTS_FOLDER,
        world: recoveryWorld(open, progress),
      });
    } finally {
      open.close();
    }
  } finally {
    await hold.release();
  }
}
