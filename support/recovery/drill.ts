import { setMaxListeners } from 'node:events';
import { applications } from '../applications/open-store';
import { startClock } from '../drill/clock';
import type { Judgement } from '../drill/evidence';
import { loadEvidence } from '../drill/evidence-folder';
import type { Application } from '../drill/history';
import type { TimelineEvent } from '../drill/timeline';
import { milliseconds, minutes, seconds, type Instant, type Milliseconds } from '../drill/time';
import type { MonitorWatch } from '../monitoring/watch';
import type { Workload } from '../workload/workload';
import type { AnyAction } from './actions/action';
import type { DrillDefinition } from './catalogue';
import { collectLogs } from './collect-logs';
import type { DrillPorts } from './drill-ports';
import { DrillRecord } from './drill-record';
import { followRunbook } from './follow-runbook';
import { Leases } from './leases';
import { noteFirstFailure } from './note-first-failure';
import { withTimeLimit } from './time-limit';

export interface DrillOptions {
  readonly definition: DrillDefinition;
  readonly ports: DrillPorts;
  readonly actions: ReadonlyMap<string, AnyAction>;
  readonly run: string;
  readonly seed: number;
  /** `reports/out/<run>`; the drill makes a folder of its own in it. */
  readonly runFolder: string;
  /** The Gherkin scenario. */
  readonly title: string;
  readonly location: string;
  /** Told of each moment when it is noted. */
  readonly onMoment?: (event: TimelineEvent) => void;
}

/**
 * One drill from its beginning to its end. `end` must be called whatever happened, also when `begin` refused: it reverts
 * the fault, keeps the evidence, judges it and goes back to the golden snapshot.
 */
export class Drill {
  private readonly record: DrillRecord;
  private readonly interruption = new AbortController();
  private readonly leases = new Leases();
  private workload: Workload | undefined;
  private watch: MonitorWatch | undefined;
  private injected: Instant | undefined;
  private restored = false;
  private verified = false;

  constructor(private readonly options: DrillOptions) {
    this.record = new DrillRecord(options, startClock());
    // Everything that waits listens to it.
    setMaxListeners(0, this.interruption.signal);
  }

  /** Where the evidence is. */
  get folder(): string {
    return this.record.folder;
  }

  /** Ends every wait of the drill; `end` is still to be called. */
  interrupt(reason: Error): void {
    this.interruption.abort(reason);
  }

  /** Refuses unless the environment is whole; then starts the monitor's watch and the workload. */
  async begin(): Promise<void> {
    const { record } = this;
    const { ports, run, seed, definition } = this.options;
    const { environment } = ports;
    record.journal.intend({ intent: 'begin', drill: definition.scenario.id, environment: environment.name });
    try {
      await this.limited('beginning', minutes(3), async (signal) => {
        const [findings, inventory] = await Promise.all([ports.steadyState(signal), ports.inventory(signal)]);
        record.took(inventory);
        if (findings.length > 0) {
          throw new Error(`${environment.name} is not steady, so no drill begins: ${findings.join('; ')}`);
        }
        this.watch = await ports.watchMonitor(record.clock, (event) => record.monitorEvent(event), signal);
        this.workload = await ports.startWorkload(
          {
            historyFile: record.historyFile,
            clock: record.clock,
            seed,
            run: `${run}/${definition.scenario.id}`,
          },
          signal,
        );
        await this.workload.waitForFirstWrites(signal);
        // People have been working for a while when something breaks.
        const { workload } = this;
        const now = record.clock.now();
        const { steadyFor } = environment.workload;
        await Promise.all(applications.map((name) => workload.waitForSteady(name, now, steadyFor, signal)));
      });
    } catch (error) {
      record.error('beginning', error);
      throw error;
    }
  }

  /** Injects the scenario's fault and proves it. What a step's words say of it must be what the scenario says. */
  async inject(
    name: string,
    target: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const { record } = this;
    const { definition, ports, seed } = this.options;
    const { fault: order } = definition.scenario;
    agree('the fault', [name, target, parameters], [order.name, order.target, order.parameters]);
    const { workload } = this;
    if (workload === undefined) throw new Error('the drill has not begun');
    const fault = ports.makeFault(order, seed);
    const changes = await this.limited(`planning ${name}`, minutes(1), () => fault.plan());
    record.journal.intend({ intent: 'inject', fault: name, changes });
    const begun = { result: 'indeterminate' as const, observed: 'the injection did not come to its end' };
    record.injecting({ fault: name, changes, proof: begun, reverted: false });
    this.leases.take(`the fault ${name}`, async (signal) => {
      record.journal.intend({ intent: 'revert', fault: name });
      await fault.revert(signal);
      record.injected({ reverted: true });
    });
    const before = record.clock.now();
    await this.limited(`injecting ${name}`, minutes(3), (signal) => fault.inject(signal));
    // The fault began somewhere in between; counted from the earliest moment, no recovery looks shorter than it was.
    this.injected = { at: before, error: milliseconds(record.clock.now() - before) };
    record.moment(
      'injected',
      this.injected,
      changes.map((change) => `${change.target}: ${change.change}`).join('; '),
    );
    noteFirstFailure(workload, before, this.interruption.signal, record);
    const proof = await this.limited(`proving ${name}`, minutes(3), (signal) => fault.prove(signal));
    record.injected({ proof });
    if (proof.result !== 'installed') throw new Error(`the fault is ${proof.result}: ${proof.observed}`);
  }

  /** Waits until the monitor, not the harness, reports the device that the scenario names. */
  async awaitDetection(device: string): Promise<void> {
    const { detection } = this.options.definition.scenario;
    agree('the device', device, detection.device);
    const { watch, since } = this.underWay();
    const subject = `the monitor's report of "${device}" as ${detection.states.join(' or ')}`;
    const event = await this.limited(subject, detection.within, (signal) =>
      watch.awaitState(device, detection.states, since, signal),
    ).catch((error: unknown) => {
      this.record.stoppedBy(error);
      throw error;
    });
    this.record.moment('detected', event, `${event.device}: ${event.tag.trim()} ${event.message}`);
  }

  /** Declares the incident and follows the scenario's runbook. Throws when a step fails; the record says which. */
  async follow(title: string): Promise<void> {
    const { record } = this;
    const { definition, actions, ports } = this.options;
    agree('the runbook', title, definition.runbook.title);
    record.now('declared', `the runbook "${title}" is taken up`);
    const followed = await followRunbook({
      runbook: definition.runbook,
      actions,
      clock: record.clock,
      signal: this.interruption.signal,
      onMoment: (event) => record.timeline(event),
      context: {
        ...ports.recovery,
        keep: (name, text) => record.keep(name, text),
        undoAtEnd: (name, undo) => {
          record.journal.intend({ intent: 'change to be undone', name });
          this.leases.take(name, undo);
        },
        facts: {},
      },
    });
    record.runbook(followed.record);
    if (followed.failure !== undefined) throw followed.failure;
  }

  /** Waits until people can work again, by what the scenario says of it, and compares the time with the objective. */
  async awaitRestored(expected: readonly Application[], limit: Milliseconds): Promise<void> {
    const { restored, objectives, component } = this.options.definition.scenario;
    const declared = restored.by === 'workload' ? restored.applications : [component];
    agree('what is to be back, and when', [expected, limit], [declared, objectives.rto]);
    const { watch, workload, since } = this.underWay();
    const { steadyFor } = this.options.ports.environment.workload;
    const instant = await this.limited('being restored', restored.within, async (signal) => {
      const served =
        restored.by === 'workload'
          ? restored.applications.map((name) => workload.waitForSteady(name, since, steadyFor, signal))
          : [watch.awaitState(restored.device, restored.states, since, signal)];
      return latest(await Promise.all(served));
    });
    const seen =
      restored.by === 'workload'
        ? `requests to ${restored.applications.join(', ')} succeed again`
        : `the monitor has "${restored.device}" well again`;
    this.record.moment('restored', instant, seen);
    this.restored = true;
    const took = instant.at - since;
    if (took >= limit)
      throw new Error(`restored after ${String(took / 1000)} s; the limit is ${String(limit / 1000)} s`);
  }

  /** Reads back, and throws when a checker says of the evidence so far anything but `met`. */
  async assertVerified(checker: string): Promise<void> {
    await this.verify(minutes(5));
    const verdict = this.record.judged().verdicts.find((each) => each.checker === checker);
    if (verdict?.result === 'met') return;
    throw new Error(`${checker} is ${verdict?.result ?? 'not judged'}: ${verdict?.reason ?? ''}`);
  }

  /** Stops the load and reads back all that was acknowledged and all of the seed content; once. */
  private async verify(limit: Milliseconds): Promise<void> {
    const { workload, record } = this;
    if (workload === undefined || this.verified) return;
    await withTimeLimit('stopping the load', seconds(60), new AbortController().signal, () =>
      workload.stop(),
    );
    const { history } = loadEvidence(record.folder);
    const what = { history, workloadContainer: workload.container };
    await this.limited('reading back', limit, (signal) =>
      this.options.ports.readBack({ ...what, onRead: (read) => record.readBack(read) }, signal),
    );
    this.verified = true;
    record.now('verified', 'all that was acknowledged was read again');
  }

  /**
   * Ends the drill, whatever came before. Nothing that fails here keeps the rest from being done: errors go into the
   * manifest, where judging finds them.
   */
  async end(): Promise<Judgement> {
    const { record, workload, watch } = this;
    const { ports, definition } = this.options;
    // A drill that went wrong is reverted first: what it broke may keep what was written from being read.
    if (!this.restored) await this.release();
    await this.attempt('reading back', () => this.verify(this.restored ? minutes(5) : minutes(1)));
    if (workload !== undefined) await this.attempt('stopping the load', () => workload.stop());
    if (watch !== undefined)
      await this.attempt('ending the watch', () => watch.stop(AbortSignal.timeout(seconds(20))));
    await this.attempt('collecting logs', () =>
      collectLogs(ports, definition, record.clock.startedAt, (name, text) => record.keep(name, text)),
    );
    await this.release();
    record.seal();
    const judgement = record.judged();
    record.writeJudgement(judgement);
    return (await this.leave(judgement)) ? judgement : this.judgedAgain();
  }

  /** Leaves the environment as the next drill wants it; false when that failed. */
  private async leave(judgement: Judgement): Promise<boolean> {
    const { record, workload } = this;
    const { ports } = this.options;
    const before = record.errorCount;
    if (ports.environment.reset === 'always' || judgement.result !== 'met') {
      record.journal.intend({ intent: 'reset to the golden snapshot' });
      const { signal } = new AbortController();
      await this.attempt('going back to the golden snapshot', () =>
        withTimeLimit('the reset', minutes(10), signal, (limit) => ports.reset(limit)),
      );
    } else if (workload !== undefined) {
      const signal = AbortSignal.timeout(seconds(60));
      await this.attempt('removing what the load wrote', () => workload.removeContainers(signal));
    }
    return record.errorCount === before;
  }

  private judgedAgain(): Judgement {
    this.record.seal();
    const judgement = this.record.judged();
    this.record.writeJudgement(judgement);
    return judgement;
  }

  private async release(): Promise<void> {
    for (const error of await this.leases.releaseAll()) this.record.error('releasing', error);
  }

  private async attempt(what: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.record.error(what, error);
    }
  }

  private limited<T>(
    what: string,
    limit: Milliseconds,
    act: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return withTimeLimit(what, limit, this.interruption.signal, act);
  }

  private underWay(): {
    readonly watch: MonitorWatch;
    readonly workload: Workload;
    readonly since: Milliseconds;
  } {
    const { watch, workload, injected } = this;
    if (watch === undefined || workload === undefined) throw new Error('the drill has not begun');
    if (injected === undefined) throw new Error('no fault was injected');
    return { watch, workload, since: injected.at };
  }
}

/** A feature's words and its failure scenario say the same thing, or neither is to be trusted. */
function agree(what: string, said: unknown, declared: unknown): void {
  const [feature, scenario] = [JSON.stringify(said), JSON.stringify(declared)];
  if (feature !== scenario) {
    throw new Error(`${what}: the feature says ${feature}, but the failure scenario says ${scenario}`);
  }
}

const latest = (instants: readonly Instant[]): Instant =>
  instants.reduce((late, instant) => (instant.at > late.at ? instant : late));
