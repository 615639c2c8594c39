import { cloudAccess } from '../../environment/cloud-access';
import type { EnvironmentLock } from '../../safety/environment-lock';
import { RunHold } from '../../safety/run-hold';
import { bringUp, takeLock, type BringUpOptions } from './bring-up';
import type { ChosenEnvironment } from './environment-file';
import type { Progress } from '../output/progress';
import { STATE_FOLDER } from '../settings';

/** An environment that is up, and that nobody else drills on: locked on this machine, and held in the cloud. */
export class HeldEnvironment {
  private constructor(
    readonly name: string,
    readonly lock: EnvironmentLock,
    readonly hold: RunHold,
  ) {}

  /** Brings it up where it is not. Throws, and holds nothing, when another run has it. */
  static async take(
    chosen: ChosenEnvironment,
    run: string,
    progress: Progress,
    signal: AbortSignal,
    options: Pick<BringUpOptions, 'look' | 'rebuild'> = {},
  ): Promise<HeldEnvironment> {
    const { name } = chosen.environment;
    const lock = takeLock(name, `run ${run}`);
    try {
      (await bringUp(chosen, progress, signal, { ...options, held: lock })).close();
      const access = cloudAccess(chosen.environment, STATE_FOLDER);
      const hold = await RunHold.take({ lock, environment: name, run, access, onTrouble: progress }, signal);
      return new HeldEnvironment(name, lock, hold);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  async release(): Promise<void> {
    try {
      await this.hold.release();
    } finally {
      this.lock.release();
    }
  }
}
