import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { archivesOf } from '../environment/archives';
import { cloudAccess } from '../environment/cloud-access';
import type { Environment } from '../environment/environment';
import { readEnvironmentState } from '../environment/environment-state';
import { openEnvironment } from '../environment/open-environment';
import { removeEnvironment } from '../environment/remove-environment';
import { meantToStay } from '../environment/root-disks';
import { rotationOf } from '../environment/rotation';
import { actions } from '../recovery/actions/actions';
import type { DrillDefinition } from '../recovery/catalogue';
import { openDrillPorts } from '../recovery/open-drill-ports';
import { followForOperator, runbookNamed } from '../recovery/operation';
import { RunHold } from '../safety/run-hold';
import { bringUp, takeLock } from './bring-up';
import { chooseEnvironment } from './environment-file';
import { during, type Progress } from './progress';
import { CHECKOUT, REPORTS_FOLDER, STATE_FOLDER } from './settings';

/**
 * The environments that drills take data from, as staging's refresh takes them from production: each has an archive when the
 * drills begin. One of the embedded cloud that was not up is up for the time of the run only.
 */
export class Sources {
  private readonly broughtUp: Environment[] = [];

  constructor(private readonly progress: Progress) {}

  /** Throws where one that is not of the embedded cloud is not up: it would cost money, so it is for people to bring up. */
  async bringUp(drills: readonly DrillDefinition[], signal: AbortSignal): Promise<void> {
    const names = new Set(drills.flatMap(({ scenario }) => scenario.operation?.from ?? []));
    for (const name of names) {
      const chosen = chooseEnvironment(name);
      const { environment } = chosen;
      const up = readEnvironmentState(STATE_FOLDER, environment.name) !== undefined;
      if (!up && environment.cloud.endpoint !== 'embedded')
        throw new Error(`${name} is not up, and drills take data from it; run: npx firedrill up ${name}`);
      if (!up) {
        this.broughtUp.push(environment);
        (await bringUp(chosen, this.progress, signal)).close();
      }
      await this.archive(environment, signal);
    }
  }

  /** Takes down what `bringUp` has brought up, whatever became of the run. */
  async takeDown(): Promise<void> {
    const { signal } = new AbortController();
    // All of its instances are waited for at once.
    setMaxListeners(0, signal);
    for (const environment of this.broughtUp.splice(0)) {
      const { name } = environment;
      const lock = takeLock(name, `down ${name}`);
      try {
        await removeEnvironment(name, cloudAccess(environment, STATE_FOLDER), this.progress, signal);
      } finally {
        lock.release();
      }
    }
  }

  /** Archives it as the daily archive does, where there is no good archive of it. */
  private async archive(environment: Environment, signal: AbortSignal): Promise<void> {
    const { progress } = this;
    const { name } = environment;
    const lock = takeLock(name, `archive ${name}`);
    try {
      const run = `archive-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`;
      const access = cloudAccess(environment, STATE_FOLDER);
      const hold = await RunHold.take({ lock, environment: name, run, access, onTrouble: progress }, signal);
      const open = await openEnvironment(name, hold.access);
      try {
        if (archivesOf(await open.cloud.snapshots.find({}, signal)).some(({ good }) => good)) return;
        const runbook = runbookNamed(CHECKOUT, 'take-the-daily-archive', {}, actions);
        const lasting = { rotation: rotationOf(open, true), rootDisks: meantToStay };
        const ports = { ...openDrillPorts(open, progress).recovery, ...lasting };
        const folder = join(REPORTS_FOLDER, 'operations', `${name}-${run}`);
        const { failure } = await during(progress, `Archive of ${name}`, () =>
          followForOperator({ runbook, actions, ports, folder, progress: () => undefined, signal }),
        );
        if (failure !== undefined) throw failure;
      } finally {
        open.close();
        await hold.release();
      }
    } finally {
      lock.release();
    }
  }
}
