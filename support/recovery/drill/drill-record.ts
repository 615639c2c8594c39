import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../drill/clock';
import type { DrillManifest, Injection, Judgement, RunbookRecord } from '../../drill/evidence';
import { createEvidenceFolder, loadEvidence, type EvidenceFolder } from '../../drill/evidence-folder';
import type { ReadBack } from '../../drill/history';
import { stopText, type DrillStop } from '../../drill/stop-condition';
import { redact } from '../../drill/redaction/known-secrets';
import { milliseconds, type Instant } from '../../drill/time';
import type { MonitorEvent, TimelineEvent } from '../../drill/timeline';
import { judge } from '../../workload/judge';
import type { DrillOptions } from './drill-options';
import type { Inventory } from '../ports/drill-ports';
import { manifestOf } from '../manifest/manifest';
import { notRunRecord } from './not-run-record';

/** Our own readings of our own clock. */
const READING_ERROR = milliseconds(1);

/** What a drill writes down while it goes on: its evidence, its journal, and what went wrong in the harness itself. */
export class DrillRecord {
  readonly folder: string;
  private readonly evidence: EvidenceFolder;
  private readonly errors: string[] = [];
  private inventory: Inventory = { versions: {}, standIns: [] };
  private injection: Injection | undefined;
  private followed = false;
  private stopped: DrillStop | undefined;
  private kept: string | undefined;
  private cut: string | undefined;
  private outcome: NonNullable<DrillManifest['outcome']>['seen'];

  constructor(
    private readonly options: DrillOptions,
    readonly clock: Clock,
  ) {
    this.folder = join(options.runFolder, options.definition.scenario.id);
    this.evidence = createEvidenceFolder(this.folder);
    this.writeManifest();
  }

  get historyFile(): string {
    return this.evidence.historyFile;
  }

  /** An error of the harness, not of the environment; it makes the verdict unknown. */
  error(what: string, error: unknown): void {
    this.errors.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }

  get errorCount(): number {
    return this.errors.length;
  }

  /** What kept the drill from coming to its runbook; the first counts. */
  keptFromRunbook(error: unknown): void {
    this.kept ??= error instanceof Error ? error.message : String(error);
  }

  /** A stop condition ended the drill; known from now on, also when the drill is never sealed. */
  stoppedBy(stop: DrillStop): void {
    this.stopped = stop;
    this.keptFromRunbook(stopText(stop));
    this.writeManifest();
    this.moment('stopped', { at: stop.at, error: READING_ERROR }, `${stop.condition}: ${stop.seen}`);
  }

  /** The drill is over without a verdict. */
  cutBy(why: string): void {
    this.cut ??= why;
  }

  took(inventory: Inventory): void {
    this.inventory = inventory;
    this.writeManifest();
  }

  moment(moment: TimelineEvent['moment'], instant: Instant, detail: string): void {
    const { at, error } = instant;
    this.timeline({ moment, at, error, detail });
  }

  /** A moment that is now. */
  now(moment: TimelineEvent['moment'], detail: string): void {
    this.moment(moment, { at: this.clock.now(), error: READING_ERROR }, detail);
  }

  timeline(event: TimelineEvent): void {
    this.evidence.appendTimeline(event);
    this.options.onMoment?.(event);
  }

  monitorEvent(event: MonitorEvent): void {
    this.evidence.appendMonitorEvent(event);
  }

  readBack(read: ReadBack): void {
    this.evidence.appendReadBack(read);
  }

  injecting(injection: Injection): void {
    this.injection = injection;
    this.evidence.writeInjection(injection);
  }

  /** Adds to what is known of the injection: its proof, or that and how it was reverted. */
  injected(part: Partial<Pick<Injection, 'proof' | 'reverted' | 'ends'>>): void {
    if (this.injection !== undefined) this.injecting({ ...this.injection, ...part });
  }

  /** What was done before anything broke. */
  preparation(record: RunbookRecord): void {
    this.keep('preparation.json', `${JSON.stringify(record, null, 2)}\n`);
  }

  /** What was due while the failure lasted. */
  due(record: RunbookRecord): void {
    this.keep('due.json', `${JSON.stringify(record, null, 2)}\n`);
  }

  runbook(record: RunbookRecord): void {
    this.followed = true;
    this.evidence.writeRunbook(record);
  }

  /** Whether what the plan is for came about, and what was seen. */
  outcomeSeen(cameAbout: boolean, observed: string): void {
    this.outcome = { cameAbout, observed: redact(observed) };
    this.writeManifest();
  }

  /** Keeps a text among the hosts' logs, without the secrets that a host may have written there. */
  keep(name: string, text: string): void {
    writeFileSync(join(this.evidence.hostLogs, name), redact(text), { mode: 0o600 });
  }

  /** Everything but the verdict; nothing is written to the evidence after it but what judging writes. */
  seal(): void {
    // Where nothing was broken there was nothing to recover, and nobody knows how that would have gone.
    const broken = this.injection?.proof.result === 'installed' && this.cut === undefined;
    if (!this.followed && broken)
      this.evidence.writeRunbook(notRunRecord(this.options.definition.runbook, this.clock.now(), this.kept));
    this.writeManifest(new Date());
  }

  /** The verdict over what is on disk. */
  judged(): Judgement {
    return judge(loadEvidence(this.folder));
  }

  writeJudgement(judgement: Judgement): void {
    this.evidence.writeJudgement(judgement);
  }

  private writeManifest(endedAt?: Date): void {
    const { options, clock, inventory, errors, stopped, cut, outcome } = this;
    this.evidence.writeManifest(
      manifestOf({
        ...options,
        startedAt: clock.startedAt,
        endedAt,
        inventory,
        errors,
        stopped,
        cut,
        outcome,
      }),
    );
  }
}
