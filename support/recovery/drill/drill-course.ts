import { setMaxListeners } from 'node:events';
import { startClock } from '../../drill/clock';
import type { LeaseTerms } from '../../drill/lease';
import type { Instant, Milliseconds } from '../../drill/time';
import type { MonitorWatch } from '../../monitoring/watch';
import type { Workload } from '../../workload/workload';
import type { RunbookFacts } from '../actions/context';
import type { DrillOptions } from './drill-options';
import { DrillRecord } from './drill-record';
import type { FailureScenario } from '../catalogue/scenario';
import { withTimeLimit } from './time-limit';
import { UndoList } from './undo-list';

/** One drill as far as it has come: what its parts leave for those after them, and what ends every wait of it. */
export class DrillCourse {
  readonly record: DrillRecord;
  readonly toUndo = new UndoList();
  /** What steps have left for later ones, and for whoever looks at the outcome. */
  readonly facts: RunbookFacts = {};
  /** People, from when they were let in. */
  workload: Workload | undefined;
  watch: MonitorWatch | undefined;
  /** Whether what the scenario has before its fault was done. */
  prepared = false;
  /** When the fault was injected, or a planned operation begun. */
  began: Instant | undefined;
  /** Whether only the golden snapshot brings the environment back. */
  irreversible = false;
  /** Whether a stop condition was met: the fault is reverted already, or is being. */
  stopped = false;
  /** Stop conditions are looked at no more. */
  endStopConditions: () => void = () => undefined;
  /** Whether people were seen to work again. */
  restored = false;
  /** Whether the end of a drill that went wrong was noted. */
  reverted = false;
  /** Whether what was acknowledged was read back. */
  verified = false;
  /** What is left to do is done without what takes time and is not needed to revert. */
  hurried = false;
  private readonly interruption = new AbortController();
  private wasCut = false;

  constructor(readonly options: DrillOptions) {
    this.record = new DrillRecord(options, options.clock ?? startClock());
    // Everything that waits listens to it.
    setMaxListeners(0, this.interruption.signal);
  }

  get scenario(): FailureScenario {
    return this.options.definition.scenario;
  }

  /** Aborts when no wait of the drill is to go on. */
  get signal(): AbortSignal {
    return this.interruption.signal;
  }

  /** Whether somebody wants the run to end: the drill counts as not judged. */
  get cut(): boolean {
    return this.wasCut;
  }

  /** Ends every wait of the drill, which is over without a verdict. */
  interrupt(reason: Error): void {
    this.record.cutBy(reason.message);
    this.wasCut = true;
    this.endWaits(reason);
  }

  /** Ends every wait of the drill for a reason of its own: it is judged by what was seen. */
  abort(reason: Error): void {
    if (!this.signal.aborted) this.record.error('aborted', reason);
    this.endWaits(reason);
  }

  /** Ends every wait of the drill; who says so has written down why. */
  endWaits(reason: Error): void {
    this.interruption.abort(reason);
  }

  /** Within a limit, and no longer than the drill goes on. */
  limited<T>(what: string, limit: Milliseconds, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return withTimeLimit(what, limit, this.signal, act);
  }

  /** What fails is an error of the harness, and keeps nothing else from being done. */
  async attempt(what: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.record.error(what, error);
    }
  }

  /** Of a lease in the drill's name. */
  terms(what: string, duration = this.options.ports.environment.safety.lease): LeaseTerms {
    const { run, ports } = this.options;
    const holder = `${run}/${this.scenario.id}`;
    return { id: ports.leaseId(what), fault: what, holder, duration };
  }

  /** Throws while something that the scenario has before it is still to be done. */
  refuseUnprepared(what: string): void {
    const { before } = this.options.definition;
    if (before !== undefined && !this.prepared)
      throw new Error(`"${before.title}" comes before ${what}, and was not done`);
  }

  /** What is there from the injection, or an operation's beginning, on; throws before that. */
  underWay(): {
    readonly watch: MonitorWatch;
    readonly workload: Workload;
    readonly since: Milliseconds;
  } {
    const { watch, workload, began } = this;
    if (watch === undefined || workload === undefined) throw new Error('the drill has not begun');
    if (began === undefined) throw new Error('no fault was injected, and no operation begun');
    return { watch, workload, since: began.at };
  }
}
