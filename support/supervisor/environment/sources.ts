import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { untilInstance } from '../../cloud/until-state';
import { minutes } from '../../drill/time';
import { archivesOf } from '../../environment/archives';
import { cloudAccess } from '../../environment/cloud-access';
import type { Environment } from '../../environment/environment';
import { readEnvironmentState } from '../../environment/environment-state';
import { openEnvironment, type OpenEnvironment } from '../../environment/open-environment';
import { removeEnvironment } from '../../environment/remove-environment';
import { meantToStay } from '../../environment/root-disks';
import { rotationOf } from '../../environment/rotation';
import { actions } from '../../recovery/actions/actions';
import type { DrillDefinition } from '../../recovery/catalogue/catalogue';
import { openDrillPorts } from '../../recovery/ports/open-drill-ports';
import { followForOperator, runbookNamed } from '../../recovery/runbook/operation';
import { RunHold } from '../../safety/run-hold';
import { bringUp, takeLock } from './bring-up';
import { chooseEnvironment } from './environment-file';
import { during, type Progress } from '../output/progress';
import { CHECKOUT, REPORTS_FOLDER, STATE_FOLDER } from '../settings';

const cloudDeadline = minutes(10);

/**
 * The environments that drills take data from, as staging's refresh takes them from production: each has an archive when the
 * drills begin. One of the embedded cloud that was not up is there for the time of the run only, and its instances are
 * stopped once it has its archive: drills need that and nothing else, and would share the machine with all of them.
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
      const runs = up && (await allRun(environment, signal));
      if (!runs && environment.cloud.endpoint !== 'embedded')
        throw new Error(`${name} is not up, and drills take data from it; run: npx firedrill up ${name}`);
      if (!up) this.broughtUp.push(environment);
      // One that was up runs no more where the machine was restarted, or the embedded cloud was started anew.
      if (!runs) (await bringUp(chosen, this.progress, signal)).close();
      await this.archive(environment, { thenStop: !up }, signal);
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
  private async archive(
    environment: Environment,
    { thenStop }: { readonly thenStop: boolean },
    signal: AbortSignal,
  ): Promise<void> {
    const { progress } = this;
    const { name } = environment;
    const lock = takeLock(name, `archive ${name}`);
    try {
      const run = `archive-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`;
      const access = cloudAccess(environment, STATE_FOLDER);
      const hold = await RunHold.take({ lock, environment: name, run, access, onTrouble: progress }, signal);
      const open = await openEnvironment(name, hold.access);
      try {
        if (!archivesOf(await open.cloud.snapshots.find({}, signal)).some(({ good }) => good))
          await this.follow(open, join(REPORTS_FOLDER, 'operations', `${name}-${run}`), signal);
        if (thenStop) await stopAll(open, signal);
      } finally {
        open.close();
        await hold.release();
      }
    } finally {
      lock.release();
    }
  }

  private async follow(open: OpenEnvironment, folder: string, signal: AbortSignal): Promise<void> {
    const { progress } = this;
    const runbook = runbookNamed(CHECKOUT, 'take-the-daily-archive', {}, actions);
    const lasting = { rotation: rotationOf(open, true), rootDisks: meantToStay };
    const ports = { ...openDrillPorts(open, progress).recovery, ...lasting };
    const { failure } = await during(progress, `Archive of ${open.name}`, () =>
      followForOperator({ runbook, actions, ports, folder, progress: () => undefined, signal }),
    );
    if (failure !== undefined) throw failure;
  }
}

/** Whether every declared instance runs. */
async function allRun(environment: Environment, signal: AbortSignal): Promise<boolean> {
  const open = await openEnvironment(environment.name, cloudAccess(environment, STATE_FOLDER));
  try {
    const found = await open.cloud.instances.find({}, signal);
    const running = found.filter(({ state }) => state === 'running').map(({ tags }) => tags['Name']);
    return environment.instances.every(({ name }) => running.includes(name));
  } finally {
    open.close();
  }
}

/** Shuts all instances down, and waits until they are stopped. */
async function stopAll({ cloud }: OpenEnvironment, signal: AbortSignal): Promise<void> {
  const running = (await cloud.instances.find({}, signal)).filter(({ state }) => state === 'running');
  await Promise.all(
    running.map(async ({ id }) => {
      await cloud.instances.stop(id, 'shutdown', signal);
      await untilInstance(cloud.instances, id, 'stopped', { deadline: cloudDeadline, signal });
    }),
  );
}
