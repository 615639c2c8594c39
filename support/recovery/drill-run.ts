import { openEnvironment, type OpenEnvironment } from '../environment/open-environment';
import type { Progress } from '../environment/stopwatch';
import { faultNames } from '../faults/faults';
import { actions } from './actions/actions';
import { readCatalogue, type Catalogue } from './catalogue';
import { Drill } from './drill';
import type { DrillPorts } from './drill-ports';
import { environmentAccess } from './environment-access';
import { lockEnvironment, type EnvironmentLock } from './environment-lock';
import { momentLine } from './moment-line';
import { openDrillPorts } from './open-drill-ports';

export interface DrillRunOptions {
  /** The checkout's root. */
  readonly checkout: string;
  /** The environment's name. */
  readonly environment: string;
  readonly run: string;
  /** `reports/out/<run>`. */
  readonly runFolder: string;
  /** `.firedrill`. */
  readonly stateFolder: string;
}

/** A run of drills on one open environment, one drill at a time. */
export class DrillRun {
  private current: Drill | undefined;

  private constructor(
    private readonly options: DrillRunOptions,
    private readonly catalogue: Catalogue,
    private readonly open: OpenEnvironment,
    private readonly ports: DrillPorts,
    private readonly lock: EnvironmentLock,
    private readonly progress: Progress,
  ) {}

  /** Checks scenarios, runbooks and features first, then opens the environment; touches nothing. */
  static async open(options: DrillRunOptions, progress: Progress): Promise<DrillRun> {
    const catalogue = readCatalogue(options.checkout, { actions, faults: { names: faultNames } });
    const { stateFolder, environment, run } = options;
    const open = await openEnvironment(environment, environmentAccess(stateFolder, environment));
    try {
      if (open.environment.protected) throw new Error(`${environment} is protected: no drill may run there`);
      const lock = lockEnvironment(stateFolder, environment, run);
      return new DrillRun(options, catalogue, open, openDrillPorts(open, progress), lock, progress);
    } catch (error) {
      open.close();
      throw error;
    }
  }

  start(facts: {
    readonly id: string;
    readonly title: string;
    readonly location: string;
    readonly seed: number;
  }): Drill {
    const { run, runFolder } = this.options;
    const definition = this.catalogue.drill(facts.id);
    const { title, location, seed } = facts;
    this.progress(`${facts.id}: ${title}`);
    this.current = new Drill({
      definition,
      ports: this.ports,
      actions,
      run,
      seed,
      runFolder,
      title,
      location,
      onMoment: (event) => {
        const line = momentLine(event);
        if (line !== undefined) this.progress(line);
      },
    });
    return this.current;
  }

  /** Ends the waits of the drill that is under way; its end still comes. */
  interrupt(reason: Error): void {
    this.current?.interrupt(reason);
  }

  close(): void {
    this.open.close();
    this.lock.release();
  }
}
