import { setMaxListeners } from 'node:events';
import { applications } from '../applications/open-store';
import { startClock, type Clock } from '../drill/clock';
import type { Journal } from '../drill/journal/journal';
import type { Judgement } from '../drill/evidence';
import type { PlannedChange } from '../drill/fault';
import { loadEvidence } from '../drill/evidence-folder';
import type { LeaseTerms } from '../drill/lease';
import { stopText, type DrillStop } from '../drill/stop-condition';
import type { TimelineEvent } from '../drill/timeline';
import type { Timer } from '../drill/timer';
import { milliseconds, minutes, seconds, type Instant, type Milliseconds } from '../drill/time';
import type { FaultOrder } from '../faults/faults';
import type { MonitorWatch } from '../monitoring/watch';
import { FaultLease } from '../safety/fault-lease';
import type { Admission, GuardRails } from '../safety/guard-rails';
import type { Workload } from '../workload/workload';
import type { AnyAction } from './actions/action';
import type { RunbookFacts } from './actions/context';
import type { DrillDefinition } from './catalogue';
import { collectLogs } from './collect-logs';
import type { DrillPorts } from './drill-ports';
import { DrillRecord } from './drill-record';
import { followRunbook } from './follow-runbook';
import { followUntilKilled } from './follow-until-killed';
import type { FilledRunbook } from './runbook';
import type { Kill } from './scenario';
import { noteFirstFailure } from './note-first-failure';
import { withTimeLimit } from './time-limit';
import { UndoList } from './undo-list';
import { watchStopConditions } from './watch-stop-conditions';

/** The actions whose moment the archive holds. */
const ARCHIVING: readonly string[] = [
  'snapshot-data-volumes',
  'snapshot-before-migration',
  'snapshot-before-refresh',
];

export interface DrillOptions {
  readonly definition: DrillDefinition;
  readonly ports: DrillPorts;
  readonly actions: ReadonlyMap<string, AnyAction>;
  /** The run's: what it has in force counts. */
  readonly guardRails: GuardRails;
  /** The run's. */
  readonly journal: Journal;
  readonly run: string;
  readonly seed: number;
  /** `reports/out/<run>`; the drill makes a folder of its own in it. */
  readonly runFolder: string;
  /** The Gherkin scenario. */
  readonly title: string;
  readonly location: string;
  /** Told of each moment when it is noted. */
  readonly onMoment?: (event: TimelineEvent) => void;
  /** By which stop conditions are looked at, and the fault's lease is renewed and released. */
  readonly timer?: Timer;
  /** Where others go on at the same time: theirs, by which their common history is written. */
  readonly clock?: Clock;
}

/**
 * One drill from its beginning to its end. `end` must be called whatever happened, also when `begin` refused: it reverts
 * the fault, keeps the evidence, judges it and goes back to the golden snapshot.
 */
export class Drill {
  private readonly record: DrillRecord;
  private readonly interruption = new AbortController();
  private readonly toUndo = new UndoList();
  /** Whether somebody wants the run to end: the drill counts as not judged. */
  private cut = false;
  private hurried = false;
  /** Whether a stop condition was met: the fault is reverted already, or is being. */
  private stopped = false;
  private endStopConditions: () => void = () => undefined;
  /** Whether only the golden snapshot brings the environment back. */
  private irreversible = false;
  private workload: Workload | undefined;
  private watch: MonitorWatch | undefined;
  /** When the fault was injected, or a planned operation begun. */
  private began: Instant | undefined;
  /** Whether what the scenario has before its fault was done. */
  private prepared = false;
  private restored = false;
  private reverted = false;
  private verified = false;
  /** What steps have left for later ones, and for whoever looks at the outcome. */
  private readonly facts: RunbookFacts = {};

  constructor(private readonly options: DrillOptions) {
    this.record = new DrillRecord(options, options.clock ?? startClock());
    // Everything that waits listens to it.
    setMaxListeners(0, this.interruption.signal);
  }

  /** The failure scenario's. */
  get id(): string {
    return this.options.definition.scenario.id;
  }

  /** Where the evidence is. */
  get folder(): string {
    return this.record.folder;
  }

  /** Ends every wait of the drill, which is over without a verdict; `end` is still to be called. */
  interrupt(reason: Error): void {
    this.record.cutBy(reason.message);
    this.cut = true;
    this.interruption.abort(reason);
  }

  /** What is left to do is done without what takes time and is not needed to revert. */
  hurry(): void {
    this.hurried = true;
  }

  /** Ends every wait of the drill for a reason of its own: it is judged by what was seen. */
  private abort(reason: Error): void {
    if (!this.interruption.signal.aborted) this.record.error('aborted', reason);
    this.interruption.abort(reason);
  }

  /**
   * A stop condition was met: every wait of the drill ends, and the fault is reverted now, whatever step is under way.
   * `end` is still to be called, and tells of a fault that could not be reverted.
   */
  private stop(stop: DrillStop, revert: () => Promise<void>): void {
    const { journal, definition } = this.options;
    this.stopped = true;
    this.interruption.abort(new Error(stopText(stop)));
    const { condition, seen } = stop;
    // What cannot be written down is reverted all the same.
    void this.attempt('writing down that the drill was stopped', () => {
      journal.append({ type: 'drill-stopped', drill: definition.scenario.id, condition, seen });
      this.record.stoppedBy(stop);
      return Promise.resolve();
    });
    revert().catch(() => undefined);
  }

  /** Refuses unless the environment is whole; then starts the monitor's watch and the workload, and waits until all is seen to be well. */
  async begin(): Promise<void> {
    const { record } = this;
    const { ports, definition, journal } = this.options;
    const { environment } = ports;
    const { id } = definition.scenario;
    journal.append({ type: 'drill-begun', drill: id, folder: id });
    try {
      await this.limited('beginning', minutes(3), async (signal) => {
        const [findings, inventory] = await Promise.all([
          ports.systemFindings(signal),
          ports.inventory(signal),
        ]);
        record.took(inventory);
        if (findings.length > 0) {
          throw new Error(`${environment.name} is not steady, so no drill begins: ${findings.join('; ')}`);
        }
        // From here on the environment holds what nobody declared, until the drill has left it as it was.
        journal.append({ type: 'environment-leased', why: `${id} drills on it` });
        await ports.environmentLease.arm(this.terms(id), signal);
        this.watch = await ports.watchMonitor(record.clock, (event) => record.monitorEvent(event), signal);
        // The monitor takes its polls to see what the last reset brought back; nothing breaks before it has.
        const monitored = ports.untilMonitored(signal);
        monitored.catch(() => undefined);
        if (definition.scenario.operation?.people === 'afterwards') {
          await monitored;
          return;
        }
        const workload = await this.letPeopleIn(signal);
        // People have been working for a while when something breaks.
        const now = record.clock.now();
        const { baseline } = environment.workload;
        await Promise.all([
          monitored,
          ...applications.map((name) => workload.waitForSteady(name, now, baseline, signal)),
        ]);
      });
    } catch (error) {
      record.error('beginning', error);
      throw error;
    }
  }

  /** Starts the workload, and waits until each application has acknowledged a first write. */
  private async letPeopleIn(signal: AbortSignal): Promise<Workload> {
    const { ports, run, seed, definition } = this.options;
    const { historyFile, clock } = this.record;
    const options = { historyFile, clock, seed, run: `${run}/${definition.scenario.id}` };
    this.workload = await ports.startWorkload(options, signal);
    await this.workload.waitForFirstWrites(signal);
    return this.workload;
  }

  /** Follows the routine operation that the scenario has before its fault, while people work. Throws when a step fails. */
  async prepare(): Promise<void> {
    const { record } = this;
    const { definition } = this.options;
    const { before } = definition;
    if (before === undefined)
      throw new Error(`${definition.scenario.id} has nothing to be done before its fault`);
    const { workload } = this;
    if (workload === undefined) throw new Error('the drill has not begun');
    const followed = await this.followed(before, () => undefined);
    record.preparation(followed.record);
    if (followed.failure !== undefined) {
      record.error('preparing', followed.failure);
      throw followed.failure;
    }
    this.prepared = true;
    const archive = followed.record.steps.find(({ action }) => ARCHIVING.includes(action));
    if (archive === undefined) return;
    // What was acknowledged before it began is in it; the moment itself lies somewhere within.
    const error = milliseconds(archive.endedAt - archive.startedAt);
    record.moment('archived', { at: archive.startedAt, error }, archive.observed);
    const { givesUp = [] } = definition.scenario.before ?? {};
    workload.giveUp({ applications: givesUp, since: archive.startedAt });
  }

  /** Injects the scenario's fault and proves it. What a step's words say of it must be what the scenario says. */
  async inject(
    name: string,
    target: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const { record } = this;
    const { definition, ports, seed, timer } = this.options;
    const { fault: order } = definition.scenario;
    if (order === undefined)
      throw new Error(`${definition.scenario.id} is a planned operation and has no fault`);
    agree('the fault', [name, target, parameters], [order.name, order.target, order.parameters]);
    const { workload } = this;
    // Where people work from an operation's end on, nobody is hurt by what is injected before it.
    const nobodyWorks = definition.scenario.operation?.people === 'afterwards';
    if (this.watch === undefined || (workload === undefined && !nobodyWorks))
      throw new Error('the drill has not begun');
    this.refuseUnprepared('the fault');
    const { admission, changes } = await this.admitted(order, seed);
    const { fault } = admission;
    const begun = { result: 'indeterminate' as const, observed: 'the injection did not come to its end' };
    record.injecting({ fault: name, changes, proof: begun, reverted: false });
    const { heartbeat } = ports.environment.safety;
    const lease = await this.limited(`arming ${name}`, minutes(1), (signal) =>
      FaultLease.take(
        {
          admission,
          terms: this.terms(name, fault.lasts),
          changes,
          journal: this.options.journal,
          heartbeat,
          onLost: (why) => this.abort(why),
          ...(timer === undefined ? {} : { timer }),
        },
        signal,
      ),
    ).catch((error: unknown) => {
      // What was armed is reverted, and nothing acted: a kernel that has no means for the fault says so here.
      const observed = error instanceof Error ? error.message : String(error);
      record.injected({ proof: { result: 'skipped', observed }, reverted: true });
      throw error;
    });
    this.irreversible = lease.holdsEnvironment;
    const revert = async (): Promise<void> => {
      const ends = await lease.release();
      record.injected({ reverted: true, ends });
    };
    this.toUndo.add(`the fault ${name}`, revert);
    const before = record.clock.now();
    const injection = this.limited(`injecting ${name}`, minutes(3), (signal) => lease.inject(signal));
    if (workload !== undefined)
      this.watchStopConditions(before, async () => {
        // What is being injected is reverted when that has ended, or it would come after.
        await injection.catch(() => undefined);
        await revert();
      });
    await injection;
    // The fault began somewhere in between; counted from the earliest moment, no recovery looks shorter than it was.
    this.began = { at: before, error: milliseconds(record.clock.now() - before) };
    record.moment(
      'injected',
      this.began,
      changes.map((change) => `${change.target}: ${change.change}`).join('; '),
    );
    if (workload !== undefined) noteFirstFailure(workload, before, this.interruption.signal, record);
    const proof = await this.limited(`proving ${name}`, minutes(3), (signal) => fault.prove(signal));
    record.injected({ proof });
    if (proof.result !== 'installed') throw new Error(`the fault is ${proof.result}: ${proof.observed}`);
  }

  /** From the injection on, which the conditions count from, until the fault is reverted. */
  private watchStopConditions(injected: Milliseconds, revert: () => Promise<void>): void {
    const { workload, watch } = this;
    if (workload === undefined || watch === undefined) throw new Error('the drill has not begun');
    const { ports, definition, timer } = this.options;
    this.endStopConditions = watchStopConditions({
      conditions: [...ports.environment.safety.stop, ...definition.scenario.stop],
      injected,
      clock: this.record.clock,
      workload,
      watch,
      onMet: (stop) => this.stop(stop, revert),
      ...(timer === undefined ? {} : { timer }),
    });
  }

  /** Makes the scenario's fault and has it pass the guard rails; one that is refused was not installed. */
  private async admitted(
    order: FaultOrder,
    seed: number,
  ): Promise<{ readonly admission: Admission; readonly changes: readonly PlannedChange[] }> {
    const { ports, definition, guardRails } = this.options;
    const { name } = order;
    let changes: readonly PlannedChange[] = [];
    try {
      const fault = ports.makeFault(order, seed);
      changes = await this.limited(`planning ${name}`, minutes(1), () => fault.plan());
      const admission = await this.limited(`admitting ${name}`, minutes(1), (signal) =>
        guardRails.admit(fault, definition.scenario.blastRadius, signal),
      );
      return { admission, changes };
    } catch (error) {
      const observed = error instanceof Error ? error.message : String(error);
      this.record.injecting({ fault: name, changes, proof: { result: 'skipped', observed }, reverted: true });
      throw error;
    }
  }

  /** Waits until the monitor, not the harness, reports the device that the scenario names. */
  async awaitDetection(device: string): Promise<void> {
    const { detection, id } = this.options.definition.scenario;
    if (detection === undefined) throw new Error(`${id} is a planned operation: there is nothing to detect`);
    agree('the device', device, detection.device);
    const { watch, since } = this.underWay();
    const subject = `the monitor's report of "${device}" as ${detection.states.join(' or ')}`;
    const event = await this.limited(subject, detection.within, (signal) =>
      watch.awaitState(device, detection.states, since, signal),
    ).catch((error: unknown) => {
      this.record.keptFromRunbook(error);
      throw error;
    });
    this.record.moment('detected', event, `${event.device}: ${event.tag.trim()} ${event.message}`);
  }

  /**
   * Declares the incident and follows the scenario's runbook. Throws when a step fails, and the record says which; where the
   * runbook is to go back, when it does not.
   */
  async follow(title: string, goesBack = false): Promise<void> {
    const { record } = this;
    const { definition } = this.options;
    const { goesBackAfter } = definition.scenario.then;
    agree('the runbook', title, definition.runbook.title);
    agree('whether it goes back', goesBack, goesBackAfter !== undefined);
    const { operation } = definition.scenario;
    if (operation !== undefined) this.beginOperation();
    record.now('declared', `the runbook "${title}" is taken up`);
    for (const [index, kill] of (operation?.killed ?? []).entries())
      await this.followUntilKilled(kill, `killed-run-${String(index + 1)}.json`);
    const followed = await this.followed(definition.runbook, (event) => record.timeline(event));
    record.runbook(followed.record);
    const { failure, wentBackAfter } = followed;
    if (goesBackAfter !== undefined && wentBackAfter === goesBackAfter) return;
    // Whether it refused for the right reason is judged.
    if (failure !== undefined && operation?.refused === undefined) throw failure;
    if (goesBackAfter !== undefined)
      throw new Error(`the runbook was followed to its end; "${goesBackAfter}" was to fail`);
  }

  /** Throws unless the operation refused to go on before it changed anything, for that reason. */
  assertRefused(reason: string): void {
    const { operation } = this.options.definition.scenario;
    agree('why it refuses', reason, operation?.refused);
    const { verdicts } = this.record.judged();
    const found = verdicts.find(({ checker }) => checker === 'refused-before-a-change');
    if (found?.result !== 'met') throw new Error(found?.reason ?? 'it was not judged');
  }

  /**
   * Follows the runbook until something of a step is killed; throws where that step did not end by it. It stands for the death
   * of whoever follows it, too: nobody is left to follow a way back.
   */
  private async followUntilKilled(kill: Kill, keptAs: string): Promise<void> {
    const { record } = this;
    const { definition, ports } = this.options;
    const { id, title, preconditions, steps } = definition.runbook;
    const runbook = { id, title, preconditions, steps };
    const seen = await followUntilKilled(
      {
        kill,
        runbook,
        environment: ports.environment,
        host: ports.recovery.host,
        follow: (onStep) =>
          this.followed(runbook, ({ moment, step }) => {
            if (moment === 'step-started' && step !== undefined) onStep(step);
          }),
        signal: this.interruption.signal,
      },
      (followed) => record.keep(keptAs, `${JSON.stringify(followed, null, 2)}\n`),
    );
    record.now('interrupted', seen);
  }

  /** From here on a planned operation changes the environment, which only the golden snapshot brings back. */
  private beginOperation(): void {
    const { workload, watch } = this;
    const { scenario } = this.options.definition;
    if (watch === undefined) throw new Error('the drill has not begun');
    this.refuseUnprepared('the operation');
    if (scenario.fault !== undefined && this.began === undefined)
      throw new Error(`${scenario.fault.name} comes before the operation, and was not injected`);
    const at = this.record.clock.now();
    // What it meets on its way was injected before, and is watched since.
    const watched = this.began !== undefined;
    this.began = { at, error: milliseconds(0) };
    this.irreversible = true;
    if (workload === undefined || watched) return;
    this.watchStopConditions(at, () => Promise.resolve());
    noteFirstFailure(workload, at, this.interruption.signal, this.record);
  }

  private refuseUnprepared(what: string): void {
    const { before } = this.options.definition;
    if (before !== undefined && !this.prepared)
      throw new Error(`"${before.title}" comes before ${what}, and was not done`);
  }

  private followed(
    runbook: FilledRunbook,
    onMoment: (event: TimelineEvent) => void,
  ): ReturnType<typeof followRunbook> {
    const { record } = this;
    const { actions, ports } = this.options;
    return followRunbook({
      runbook,
      actions,
      clock: record.clock,
      signal: this.interruption.signal,
      onMoment,
      context: {
        ...ports.recovery,
        keep: (name, text) => record.keep(name, text),
        undoAtEnd: (name, undo) => {
          this.options.journal.append({ type: 'to-be-undone', name });
          this.toUndo.add(name, undo);
        },
        facts: this.facts,
      },
    });
  }

  /** Waits until people can work again, by what the scenario says of it, and compares the time with the objective. */
  async awaitRestored(expected: readonly string[], limit: Milliseconds): Promise<void> {
    const { restored, objectives, component } = this.options.definition.scenario;
    const declared = restored.by === 'workload' ? restored.applications : [component];
    agree('what is to be back, and when', [expected, limit], [declared, objectives.rto]);
    const { watch, workload, since } = this.underWay();
    const { steadyFor } = this.options.ports.environment.workload;
    const instant = await this.limited('being restored', restored.within, async (signal) => {
      // Where the monitor says it, people must work as well: it may poll before they have for long enough.
      const names = restored.by === 'workload' ? restored.applications : applications;
      const served = names.map((name) => workload.waitForSteady(name, since, steadyFor, signal));
      const seenWell =
        restored.by === 'workload' ? [] : [watch.awaitState(restored.device, restored.states, since, signal)];
      return latest(await Promise.all([...served, ...seenWell]));
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

  /** Waits until people work without a failing request after a planned operation; whether they were kept from it too long is judged. */
  async awaitServing(limit: Milliseconds): Promise<void> {
    const { restored, operation, id } = this.options.definition.scenario;
    if (operation === undefined || restored.by !== 'workload')
      throw new Error(`${id} is no planned operation that people go on working through`);
    agree('how long people may be interrupted', limit, operation.interruption);
    if (operation.people === 'afterwards')
      await this.limited('letting people in', minutes(2), (signal) => this.letPeopleIn(signal));
    const { workload } = this.underWay();
    const { steadyFor } = this.options.ports.environment.workload;
    const now = this.record.clock.now();
    await this.limited('being served', restored.within, (signal) =>
      Promise.all(restored.applications.map((name) => workload.waitForSteady(name, now, steadyFor, signal))),
    );
    this.restored = true;
    this.record.now('restored', `requests to ${restored.applications.join(', ')} succeed`);
  }

  /** Looks, beside the runbook, whether what it is for came about; throws when it did not. */
  async assertOutcome(that: string): Promise<void> {
    const { definition } = this.options;
    const { outcome, id } = definition.scenario;
    if (outcome === undefined) throw new Error(`${id} says nowhere what is to be seen in the end`);
    agree('what is to be seen in the end', that, outcome.that);
    this.underWay();
    const step = { ...outcome, title: that, expected: that, budget: minutes(3), undo: '' };
    const { record, failure } = await this.followed(
      { id: 'outcome', title: that, preconditions: [], steps: [step] },
      () => undefined,
    );
    this.record.outcomeSeen(failure === undefined, record.steps[0]?.observed ?? '');
    if (failure !== undefined) throw failure;
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
    const oldHost = this.options.definition.scenario.operation?.brings === 'old-host';
    const what = { history, workloadContainer: workload.container, oldHost };
    await this.limited('reading back', limit, (signal) =>
      this.options.ports.readBack({ ...what, onRead: (read) => record.readBack(read) }, signal),
    );
    this.verified = true;
    record.now('verified', 'all that was acknowledged was read again');
  }

  /** A drill that went wrong is reverted before anything is read: what it broke may keep what was written from being so. */
  async revertUnlessRestored(): Promise<void> {
    if (this.restored && !this.cut && !this.stopped) return;
    if (this.began && !this.restored && !this.reverted)
      this.record.now('reverted', 'nobody was seen to work again until now');
    this.reverted = true;
    await this.undo();
  }

  /**
   * Ends the drill, whatever came before. Nothing that fails here keeps the rest from being done: errors go into the
   * manifest, where judging finds them.
   */
  async end(): Promise<Judgement> {
    const { record, workload, watch, cut, stopped } = this;
    const { ports, definition } = this.options;
    await this.revertUnlessRestored();
    // What is there after a stop is what the revert has left, and says nothing of the recovery plan.
    if (!cut && !stopped)
      await this.attempt('reading back', () => this.verify(this.restored ? minutes(5) : minutes(1)));
    if (workload !== undefined) await this.attempt('stopping the load', () => workload.stop());
    if (watch !== undefined)
      await this.attempt('ending the watch', () => watch.stop(AbortSignal.timeout(seconds(20))));
    if (!this.hurried) {
      await this.attempt('collecting logs', () =>
        collectLogs(ports, definition, record.clock.startedAt, (name, text) => record.keep(name, text)),
      );
    }
    await this.undo();
    record.seal();
    const judgement = record.judged();
    record.writeJudgement(judgement);
    const final = (await this.leave(judgement)) ? judgement : this.judgedAgain();
    this.noteEnd(final);
    return final;
  }

  /** Leaves the environment as the next drill wants it; false when that failed. */
  private async leave(judgement: Judgement): Promise<boolean> {
    // Whoever wants the run to end does not wait for a reset: the environment stays leased until somebody makes it.
    if (this.cut) return true;
    const { record, workload } = this;
    const { ports, journal } = this.options;
    const before = record.errorCount;
    const { signal } = new AbortController();
    if (this.irreversible || ports.environment.reset === 'always' || judgement.result !== 'met') {
      await this.attempt('going back to the golden snapshot', async () => {
        journal.append({ type: 'resetting' });
        await withTimeLimit('the reset', minutes(10), signal, (limit) => ports.reset(limit));
        journal.append({ type: 'reset' });
      });
    } else if (workload !== undefined) {
      await this.attempt('removing what the load wrote', () =>
        withTimeLimit('removing what the load wrote', minutes(1), signal, async (limit) => {
          await workload.removeContainers(limit);
          await ports.endEnvironmentLease(limit);
        }),
      );
    }
    return record.errorCount === before;
  }

  private noteEnd({ result }: Judgement): void {
    const { journal, definition } = this.options;
    const drill = definition.scenario.id;
    try {
      if (this.cut) journal.append({ type: 'drill-cut', drill, why: reasonOf(this.interruption.signal) });
      else journal.append({ type: 'drill-judged', drill, result });
    } catch (error) {
      this.record.error('writing the journal', error);
      this.record.seal();
    }
  }

  private terms(what: string, duration = this.options.ports.environment.safety.lease): LeaseTerms {
    const { run, definition, ports } = this.options;
    const holder = `${run}/${definition.scenario.id}`;
    return { id: ports.leaseId(what), fault: what, holder, duration };
  }

  private judgedAgain(): Judgement {
    this.record.seal();
    const judgement = this.record.judged();
    this.record.writeJudgement(judgement);
    return judgement;
  }

  private async undo(): Promise<void> {
    this.endStopConditions();
    for (const error of await this.toUndo.undoAll()) this.record.error('undoing', error);
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
    const { watch, workload, began } = this;
    if (watch === undefined || workload === undefined) throw new Error('the drill has not begun');
    if (began === undefined) throw new Error('no fault was injected, and no operation begun');
    return { watch, workload, since: began.at };
  }
}

/** A feature's words and its failure scenario say the same thing, or neither is to be trusted. */
function agree(what: string, said: unknown, declared: unknown): void {
  const [feature, scenario] = [JSON.stringify(said), JSON.stringify(declared)];
  if (feature !== scenario) {
    throw new Error(`${what}: the feature says ${feature}, but the failure scenario says ${scenario}`);
  }
}

const reasonOf = ({ reason }: AbortSignal): string =>
  reason instanceof Error ? reason.message : String(reason);

const latest = (instants: readonly Instant[]): Instant =>
  instants.reduce((late, instant) => (instant.at > late.at ? instant : late));
