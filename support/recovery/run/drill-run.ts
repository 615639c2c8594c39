import { startClock, type Clock } from '../../drill/clock';
import { openJournal, type Journal } from '../../drill/journal/journal';
import { secondsText } from '../../drill/stop-condition';
import type { Milliseconds } from '../../drill/time';
import { worst, type VerdictResult } from '../../drill/verdict';
import {
  openEnvironment,
  type EnvironmentAccess,
  type OpenEnvironment,
} from '../../environment/open-environment';
import type { Progress } from '../../environment/stopwatch';
import { faultNames } from '../../faults/faults';
import { lockEnvironment, type EnvironmentLock } from '../../safety/environment-lock';
import { processName } from '../../safety/process-name';
import { GuardRails } from '../../safety/guard-rails';
import { guardedEnvironment } from '../../safety/guarded-environment';
import { refuseIfProtected } from '../../safety/protection';
import { RunHold } from '../../safety/run-hold';
import { actions } from '../actions/actions';
import { readCatalogue, type Catalogue, type DrillDefinition } from '../catalogue/catalogue';
import { checkStopConditions } from '../stop-conditions/check-stop-conditions';
import { Drill } from '../drill/drill';
import type { DrillPorts } from '../ports/drill-ports';
import { emptied } from './emptied';
import { environmentAccess } from '../ports/environment-access';
import { journalFile } from './journal-file';
import { momentLine } from './moment-line';
import { openDrillPorts } from '../ports/open-drill-ports';
import { begunEvent, judgedEvent, momentEvent, type RunEvent } from './run-event';
import { Gust, type GustDrill } from '../storm/gust';
import { gustPorts } from '../storm/gust-ports';
import { inGust } from '../storm/in-gust';

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
  /** By drill: recovery plans do nothing, and people are waited for so long at most: `emptied.ts`. */
  readonly emptied?: ReadonlyMap<string, Milliseconds>;
}

/** Which Gherkin scenario drills which failure scenario. */
export interface DrillFacts {
  /** The failure scenario's. */
  readonly id: string;
  readonly title: string;
  /** File and line. */
  readonly location: string;
}

/** One of the failures that overlap. */
export interface Strike extends DrillFacts {
  /** What it breaks, by name. */
  readonly instances: readonly string[];
  /** From when all is steady until its fault is injected. */
  readonly after: Milliseconds;
}

/** What a run without a supervisor holds itself. */
interface OwnHold {
  readonly lock: EnvironmentLock;
  readonly hold: RunHold;
}

/** A run of drills on one open environment, one drill at a time. */
export class DrillRun {
  /** What is under way: a drill, or drills that overlap. */
  private current: Pick<Drill, 'interrupt' | 'hurry'> | undefined;
  private started: Drill | undefined;
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
    private readonly tell: (event: RunEvent) => void,
  ) {
    this.guardRails = new GuardRails(guardedEnvironment(open, options.run));
  }

  /**
   * Checks scenarios, runbooks and features first, then opens the environment; breaks nothing.
   * @param tell gets what whoever watches the run is to know
   */
  static async open(
    options: DrillRunOptions,
    progress: Progress,
    tell: (event: RunEvent) => void = () => undefined,
  ): Promise<DrillRun> {
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
      const ports = openDrillPorts(open, progress);
      return new DrillRun(options, catalogue, open, ports, journal, own, progress, tell);
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

  start(facts: DrillFacts): Drill {
    const found = this.catalogue.drill(facts.id);
    const definition = this.options.emptied === undefined ? found : emptied(found, this.options.emptied);
    this.progress(`${facts.id}: ${facts.title}`);
    const drill = this.drillOn(definition, facts, this.ports);
    this.current = this.started = drill;
    return drill;
  }

  /** Failures that overlap: one drill each, at once. */
  startGust(strikes: readonly Strike[]): Gust {
    const clock = startClock();
    const shared = gustPorts(this.ports, strikes.length);
    const drills = strikes.map((strike): GustDrill => {
      const { id, title, after } = strike;
      this.progress(`${id}, ${secondsText(after)} after all is steady: ${title}`);
      const others = strikes.filter((each) => each !== strike).flatMap(({ instances }) => instances);
      const definition = inGust(this.open.environment, this.catalogue.drill(id), others);
      return { definition, after, drill: this.drillOn(definition, strike, shared.of(), clock) };
    });
    const gust = new Gust(drills, shared, (id, judgement) => this.tell(judgedEvent(id, judgement)));
    this.current = gust;
    return gust;
  }

  private drillOn(definition: DrillDefinition, facts: DrillFacts, ports: DrillPorts, clock?: Clock): Drill {
    const { run, runFolder, seed } = this.options;
    const { id, title, location } = facts;
    const overlapping = clock !== undefined;
    this.tell(begunEvent(definition, title));
    return new Drill({
      definition,
      ports,
      actions,
      guardRails: this.guardRails,
      journal: this.journal,
      run,
      seed,
      runFolder,
      title,
      location,
      ...(clock === undefined ? {} : { clock }),
      onMoment: (event) => {
        this.tell(momentEvent(id, event));
        const line = momentLine(event);
        if (line !== undefined) this.progress(overlapping ? `${id}: ${line.trim()}` : line);
      },
    });
  }

  /** Ends the drill that was started last. */
  async end(): ReturnType<Drill['end']> {
    const drill = this.started;
    if (drill === undefined) throw new Error('no drill was started');
    const { id } = drill;
    this.tell({ type: 'drill-ending', drill: id });
    const judgement = await drill.end();
    this.tell(judgedEvent(id, judgement));
    this.results.push(judgement.result);
    return judgement;
  }

  /** Ends the waits of what is under way; its end still comes. Asked again, it hurries. */
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
