import { openJournal, type Journal } from '../drill/journal/journal';
import type { Milliseconds } from '../drill/time';
import { worst, type VerdictResult } from '../drill/verdict';
import {
  openEnvironment,
  type EnvironmentAccess,
  type OpenEnvironment,
} from '../environment/open-environment';
import type { Progress } from '../environment/stopwatch';
import { faultNames } from '../faults/faults';
import { lockEnvironment, type EnvironmentLock } from '../safety/environment-lock';
import { processName } from '../safety/process-name';
import { GuardRails } from '../safety/guard-rails';
import { guardedEnvironment } from '../safety/guarded-environment';
import { refuseIfProtected } from '../safety/protection';
import { RunHold } from '../safety/run-hold';
import { actions } from './actions/actions';
import { readCatalogue, type Catalogue } from './catalogue';
import { checkStopConditions } from './check-stop-conditions';
import { Drill } from './drill';
import type { DrillPorts } from './drill-ports';
import { emptied } from './emptied';
import { environmentAccess } from './environment-access';
import { journalFile } from './journal-file';
import { momentLine } from './moment-line';
import { openDrillPorts } from './open-drill-ports';

export interface DrillRunOptions {
  /** The checkout's root. */
  readonly checkout: string;
  /** The environment's name. */
  readonly environment: string;
  readonly run: string;
  readonly seed: number;
  /** `reports/out/<run>`. */
  readonly runFolder: string;
  /** `.firedrill`. */
  readonly stateFolder: string;
  /** The right that a supervisor holds for this run; without one the run takes the environment itself. */
  readonly right?: string;
  /** Recovery plans do nothing, and people are waited for so long at most: `emptied.ts`. */
  readonly emptied?: Milliseconds;
}

/** What a run without a supervisor holds itself. */
interface OwnHold {
  readonly lock: EnvironmentLock;
  readonly hold: RunHold;
}

/** A run of drills on one open environment, one drill at a time. */
export class DrillRun {
  private current: Drill | undefined;
  private interrupted = false;
  private readonly results: VerdictResult[] = [];
  private readonly guardRails: GuardRails;

  private constructor(
    private readonly options: DrillRunOptions,
    private readonly catalogue: Catalogue,
    private readonly open: OpenEnvironment,
    private readonly ports: DrillPorts,
    private readonly journal: Journal,
    private readonly own: OwnHold | undefined,
    private readonly progress: Progress,
  ) {
    this.guardRails = new GuardRails(guardedEnvironment(open, options.run));
  }

  /** Checks scenarios, runbooks and features first, then opens the environment; breaks nothing. */
  static async open(options: DrillRunOptions, progress: Progress): Promise<DrillRun> {
    const catalogue = readCatalogue(options.checkout, { actions, faults: { names: faultNames } });
    const { stateFolder, environment, right } = options;
    const access = environmentAccess(stateFolder, environment);
    await refuseProtected(environment, access);
    const own = right === undefined ? await takeEnvironment(options, access, progress) : undefined;
    const connection = { ...access.connection, right: own?.hold.token ?? right ?? '' };
    const open = await openEnvironment(environment, { ...access, connection });
    try {
      checkStopConditions(catalogue, open.environment);
      const journal = openRunJournal(options, own !== undefined);
      return new DrillRun(options, catalogue, open, openDrillPorts(open, progress), journal, own, progress);
    } catch (error) {
      open.close();
      await releaseEnvironment(own);
      throw error;
    }
  }

  /** Whether somebody wants the run to end: no drill is to be started any more. */
  get isInterrupted(): boolean {
    return this.interrupted;
  }

  start(facts: { readonly id: string; readonly title: string; readonly location: string }): Drill {
    const { run, runFolder, seed, emptied: within } = this.options;
    const found = this.catalogue.drill(facts.id);
    const definition = within === undefined ? found : emptied(found, within);
    const { title, location } = facts;
    this.progress(`${facts.id}: ${title}`);
    this.current = new Drill({
      definition,
      ports: this.ports,
      actions,
      guardRails: this.guardRails,
      journal: this.journal,
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

  /** Ends the drill that was started last. */
  async end(): ReturnType<Drill['end']> {
    const drill = this.current;
    if (drill === undefined) throw new Error('no drill was started');
    const judgement = await drill.end();
    this.results.push(judgement.result);
    return judgement;
  }

  /** Ends the waits of the drill that is under way; its end still comes. Asked again, it hurries. */
  interrupt(reason: Error): void {
    if (this.interrupted) this.current?.hurry();
    else this.progress(`${reason.message}: what was broken is being reverted`);
    this.interrupted = true;
    this.current?.interrupt(reason);
  }

  async close(): Promise<void> {
    this.open.close();
    if (this.own === undefined) return;
    try {
      this.journal.append({ type: 'run-closed', result: worst(this.results) });
      this.journal.close();
    } finally {
      await releaseEnvironment(this.own);
    }
  }
}

/** Before the environment is even taken: also a run without a supervisor begins here. */
async function refuseProtected(environment: string, access: EnvironmentAccess): Promise<void> {
  const open = await openEnvironment(environment, access);
  try {
    await refuseIfProtected(open, 'A run of drills', AbortSignal.timeout(60_000));
  } finally {
    open.close();
  }
}

/** A supervisor has said which run it is; without one the run says so itself. */
function openRunJournal({ runFolder, run, environment, seed }: DrillRunOptions, alone: boolean): Journal {
  const journal = openJournal(journalFile(runFolder));
  if (alone) journal.append({ type: 'run-opened', run, environment, seed, supervisor: processName() });
  return journal;
}

async function takeEnvironment(
  { stateFolder, environment, run }: DrillRunOptions,
  access: EnvironmentAccess,
  progress: Progress,
): Promise<OwnHold> {
  const lock = lockEnvironment(stateFolder, environment, `run ${run}`);
  try {
    const { signal } = new AbortController();
    const hold = await RunHold.take({ lock, environment, run, access, onTrouble: progress }, signal);
    return { lock, hold };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function releaseEnvironment(own: OwnHold | undefined): Promise<void> {
  try {
    await own?.hold.release();
  } finally {
    own?.lock.release();
  }
}
