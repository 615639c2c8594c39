import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startClock, type Clock } from '../drill/clock';
import type { Injection, Judgement, RunbookRecord } from '../drill/evidence';
import { createEvidenceFolder, loadEvidence, type EvidenceFolder } from '../drill/evidence-folder';
import type { Application } from '../drill/history';
import { milliseconds, minutes, seconds, type Instant, type Milliseconds } from '../drill/time';
import type { MonitorEvent, TimelineEvent } from '../drill/timeline';
import type { MonitorWatch } from '../monitoring/watch';
import { judge } from '../workload/judge';
import type { Workload } from '../workload/workload';
import type { AnyAction } from './actions/action';
import type { DrillDefinition } from './catalogue';
import { collectLogs } from './collect-logs';
import { withTimeLimit } from './time-limit';
import type { DrillPorts, Inventory } from './drill-ports';
import { followRunbook } from './follow-runbook';
import { openJournal, type Journal } from './journal';
import { Leases } from './leases';
import { manifestOf } from './manifest';
import { notRunRecord } from './not-run-record';

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
}

/** Our own readings of our own clock. */
const READING_ERROR = milliseconds(1);

/**
 * One drill from its beginning to its end. `end` must be called whatever happened, also when `begin` refused: it reverts
 * the fault, keeps the evidence, judges it and goes back to the golden snapshot.
 */
export class Drill {
  readonly folder: string;
  private readonly clock: Clock = startClock();
  private readonly evidence: EvidenceFolder;
  private readonly journal: Journal;
  private readonly interruption = new AbortController();
  private readonly leases = new Leases();
  private readonly errors: string[] = [];
  private inventory: Inventory = { versions: {}, standIns: [] };
  private workload: Workload | undefined;
  private watch: MonitorWatch | undefined;
  private injection: Injection | undefined;
  private injected: Instant | undefined;
  private restored = false;
  private verified = false;
  private followed: RunbookRecord | undefined;

  constructor(private readonly options: DrillOptions) {
    this.folder = join(options.runFolder, options.definition.scenario.id);
    this.evidence = createEvidenceFolder(this.folder);
    this.journal = openJournal(join(this.folder, 'journal.jsonl'));
    this.writeManifest();
  }

  /** Ends every wait of the drill; `end` is still to be called. */
  interrupt(reason: Error): void {
    this.interruption.abort(reason);
  }

  /** Refuses unless the environment is whole; then starts the monitor's watch and the workload. */
  async begin(): Promise<void> {
    const { ports, run, seed } = this.options;
    const { environment } = ports;
    this.journal.intend({ intent: 'begin', drill: this.drillId, environment: environment.name });
    await this.harness('beginning', minutes(3), async (signal) => {
      const [findings, inventory] = await Promise.all([ports.steadyState(signal), ports.inventory(signal)]);
      this.inventory = inventory;
      this.writeManifest();
      if (findings.length > 0) {
        throw new Error(`${environment.name} is not steady, so no drill begins: ${findings.join('; ')}`);
      }
      this.watch = await ports.watchMonitor(
        this.clock,
        (event) => this.evidence.appendMonitorEvent(event),
        signal,
      );
      this.workload = await ports.startWorkload(
        { historyFile: this.evidence.historyFile, clock: this.clock, seed, run: `${run}/${this.drillId}` },
        signal,
      );
      await this.workload.waitForFirstWrites(signal);
    });
  }

  /** Injects the scenario's fault and proves it. What a step's words say of it must be what the scenario says. */
  async inject(
    name: string,
    target: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const { definition, ports, seed } = this.options;
    const order = definition.scenario.fault;
    if (
      JSON.stringify([name, target, parameters]) !==
      JSON.stringify([order.name, order.target, order.parameters])
    ) {
      throw new Error(
        `the feature injects ${name} into ${target} ${JSON.stringify(parameters)}, but the failure scenario says ${order.name} into ${order.target} ${JSON.stringify(order.parameters)}`,
      );
    }
    const fault = ports.makeFault(order, seed);
    const { signal } = this.interruption;
    const changes = await withTimeLimit(`planning ${name}`, minutes(1), signal, () => fault.plan());
    this.journal.intend({ intent: 'inject', fault: name, changes });
    this.leases.take(`the fault ${name}`, async (until) => {
      this.journal.intend({ intent: 'revert', fault: name });
      await fault.revert(until);
      this.recordInjection({ reverted: true });
    });
    this.recordInjection({
      fault: name,
      changes,
      proof: { result: 'skipped', observed: 'the injection did not end' },
      reverted: false,
    });
    const before = this.clock.now();
    await withTimeLimit(`injecting ${name}`, minutes(3), signal, (limit) => fault.inject(limit));
    // The fault began somewhere in between; counted from the earliest moment, no recovery looks shorter than it was.
    this.injected = { at: before, error: milliseconds(this.clock.now() - before) };
    this.moment(
      'injected',
      this.injected,
      changes.map(({ target: what, change }) => `${what}: ${change}`).join('; '),
    );
    this.observeFailures(this.injected.at);
    const proof = await withTimeLimit(`proving ${name}`, minutes(3), signal, (limit) => fault.prove(limit));
    this.recordInjection({ proof });
    if (proof.result !== 'installed') throw new Error(`the fault is ${proof.result}: ${proof.observed}`);
  }

  /** Waits until the monitor, not the harness, reports the device that the scenario names. */
  async awaitDetection(device: string): Promise<MonitorEvent> {
    const { detection } = this.options.definition.scenario;
    if (device !== detection.device) {
      throw new Error(
        `the feature waits for "${device}", but the failure scenario names "${detection.device}"`,
      );
    }
    const { watch, since } = this.underWay();
    const event = await withTimeLimit(
      `the monitor's report of "${device}" as ${detection.states.join(' or ')}`,
      detection.within,
      this.interruption.signal,
      (signal) => watch.awaitState(device, detection.states, since, signal),
    );
    this.moment('detected', event, `${event.device}: ${event.tag.trim()} ${event.message}`);
    return event;
  }

  /** Declares the incident and follows the scenario's runbook. Throws when a step fails; the record says which. */
  async follow(title: string): Promise<void> {
    const { definition, actions, ports } = this.options;
    const { runbook } = definition;
    if (title !== runbook.title) {
      throw new Error(
        `the feature follows "${title}", but the failure scenario's runbook is "${runbook.title}"`,
      );
    }
    this.moment(
      'declared',
      { at: this.clock.now(), error: READING_ERROR },
      `the runbook "${title}" is taken up`,
    );
    const { record, failure } = await followRunbook({
      runbook,
      actions,
      clock: this.clock,
      signal: this.interruption.signal,
      onMoment: (event) => this.evidence.appendTimeline(event),
      context: {
        ...ports.recovery,
        keep: (name, text) => this.keep(name, text),
        undoAtEnd: (name, undo) => {
          this.journal.intend({ intent: 'change to be undone', name });
          this.leases.take(name, undo);
        },
        facts: {},
      },
    });
    this.followed = record;
    this.evidence.writeRunbook(record);
    if (failure !== undefined) throw failure;
  }

  /** Waits until people can work again, by what the scenario says of it; returns injected to restored. */
  async awaitRestored(): Promise<Milliseconds> {
    const { restored } = this.options.definition.scenario;
    const { watch, workload, since } = this.underWay();
    const { steadyFor } = this.options.ports.environment.workload;
    const instant = await withTimeLimit(
      'being restored',
      restored.within,
      this.interruption.signal,
      async (signal) => {
        const served =
          restored.by === 'workload'
            ? restored.applications.map((name) => workload.waitForSteady(name, since, steadyFor, signal))
            : [watch.awaitState(restored.device, restored.states, since, signal)];
        return latest(await Promise.all(served));
      },
    );
    const who =
      restored.by === 'workload' ? restored.applications.join(', ') : `the monitor's "${restored.device}"`;
    this.moment(
      'restored',
      instant,
      restored.by === 'workload' ? `requests to ${who} succeed again` : `${who} is well again`,
    );
    this.restored = true;
    return milliseconds(instant.at - since);
  }

  /** Stops the load and reads back all that was acknowledged and all of the seed content. */
  async verify(limit: Milliseconds = minutes(5)): Promise<void> {
    const { workload } = this;
    if (workload === undefined || this.verified) return;
    await withTimeLimit('stopping the load', seconds(60), new AbortController().signal, () =>
      workload.stop(),
    );
    const { history } = loadEvidence(this.folder);
    await withTimeLimit('reading back', limit, this.interruption.signal, (signal) =>
      this.options.ports.readBack(
        {
          history,
          workloadContainer: workload.container,
          onRead: (read) => this.evidence.appendReadBack(read),
        },
        signal,
      ),
    );
    this.verified = true;
    this.moment(
      'verified',
      { at: this.clock.now(), error: READING_ERROR },
      'all that was acknowledged was read again',
    );
  }

  /** Waits until people can work again, and compares the time with a limit. */
  async assertRestored(applications: readonly Application[], limit: Milliseconds): Promise<void> {
    const { restored, objectives, component } = this.options.definition.scenario;
    const expected: readonly string[] = restored.by === 'workload' ? restored.applications : [component];
    if (applications.join() !== expected.join() || limit !== objectives.rto) {
      throw new Error(
        `the feature wants ${applications.join(', ')} back within ${String(limit / 1000)} s, but the failure scenario says ${expected.join(', ')} within ${String(objectives.rto / 1000)} s`,
      );
    }
    const took = await this.awaitRestored();
    if (took >= limit)
      throw new Error(`restored after ${String(took / 1000)} s; the limit is ${String(limit / 1000)} s`);
  }

  /** Reads back, and throws when a checker says of the evidence so far anything but `met`. */
  async assertVerified(checker: string): Promise<void> {
    await this.verify();
    const verdict = judge(loadEvidence(this.folder)).verdicts.find((each) => each.checker === checker);
    if (verdict?.result !== 'met')
      throw new Error(`${checker} is ${verdict?.result ?? 'not judged'}: ${verdict?.reason ?? ''}`);
  }

  /**
   * Ends the drill, whatever came before. Nothing here keeps what follows from being done: errors are collected into
   * the manifest, where judging finds them.
   */
  async end(): Promise<Judgement> {
    const { ports } = this.options;
    // Evidence is gathered in full for a drill that went well; one that did not is reverted first.
    if (!this.restored) await this.release();
    await this.attempt('reading back', () => this.verify(this.restored ? minutes(5) : minutes(1)));
    const stopLoad = this.workload;
    if (stopLoad !== undefined) await this.attempt('stopping the load', () => stopLoad.stop());
    const { watch } = this;
    if (watch !== undefined)
      await this.attempt('ending the watch', () => watch.stop(AbortSignal.timeout(seconds(20))));
    await this.attempt('collecting logs', () =>
      collectLogs(ports, this.options.definition, this.clock.startedAt, (name, text) =>
        this.keep(name, text),
      ),
    );
    await this.release();
    if (this.followed === undefined) {
      this.evidence.writeRunbook(notRunRecord(this.options.definition.runbook, this.clock.now()));
    }
    this.writeManifest(new Date());
    let judgement = this.judged();
    const reset = ports.environment.reset === 'always' || judgement.result !== 'met';
    const errorsBefore = this.errors.length;
    if (reset) await this.attempt('going back to the golden snapshot', () => this.reset());
    else if (stopLoad !== undefined) {
      await this.attempt('removing what the load wrote', () =>
        stopLoad.removeContainers(AbortSignal.timeout(seconds(60))),
      );
    }
    if (this.errors.length > errorsBefore) {
      this.writeManifest(new Date());
      judgement = this.judged();
    }
    return judgement;
  }

  private judged(): Judgement {
    const judgement = judge(loadEvidence(this.folder));
    this.evidence.writeJudgement(judgement);
    return judgement;
  }

  private reset(): Promise<void> {
    this.journal.intend({ intent: 'reset to the golden snapshot' });
    const { signal } = new AbortController();
    return withTimeLimit('the reset', minutes(10), signal, (limit) => this.options.ports.reset(limit));
  }

  private async release(): Promise<void> {
    for (const error of await this.leases.releaseAll()) this.errors.push(error.message);
  }

  private async attempt(what: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.errors.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** For what is the harness's own business: it failing says nothing of the environment, and the manifest says so. */
  private async harness(
    what: string,
    limit: Milliseconds,
    act: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    try {
      await withTimeLimit(what, limit, this.interruption.signal, act);
    } catch (error) {
      this.errors.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    }
  }

  /** Notes the first request that fails, while the drill goes on. */
  private observeFailures(since: Milliseconds): void {
    const { workload } = this;
    if (workload === undefined) return;
    const seen = new AbortController();
    const signal = AbortSignal.any([seen.signal, this.interruption.signal]);
    for (const application of ['confluence', 'jira', 'alfresco'] as const) {
      workload.waitForFailure(application, since, signal).then(
        (instant) => {
          if (seen.signal.aborted) return;
          seen.abort(new Error('another application failed first'));
          this.moment('observable', instant, `a request to ${application} failed`);
        },
        // No request failed before the load ended: there was nothing to observe.
        () => undefined,
      );
    }
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

  private moment(moment: TimelineEvent['moment'], { at, error }: Instant, detail: string): void {
    this.evidence.appendTimeline({ moment, at, error, detail });
  }

  private recordInjection(part: Partial<Injection>): void {
    this.injection = { ...(this.injection ?? ({} as Injection)), ...part };
    this.evidence.writeInjection(this.injection);
  }

  private keep(name: string, text: string): void {
    writeFileSync(join(this.evidence.hostLogs, name), text, { mode: 0o600 });
  }

  private get drillId(): string {
    return this.options.definition.scenario.id;
  }

  private writeManifest(endedAt?: Date): void {
    const { options, clock, inventory, errors } = this;
    this.evidence.writeManifest(
      manifestOf({ ...options, startedAt: clock.startedAt, endedAt, inventory, errors }),
    );
  }
}

const latest = (instants: readonly Instant[]): Instant =>
  instants.reduce((late, instant) => (instant.at > late.at ? instant : late));
