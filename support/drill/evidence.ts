import type { PlannedChange, ProofOfInjection } from './fault';
import type { Application } from './history';
import type { LeaseEnd } from './lease';
import type { DrillStop } from './stop-condition';
import type { Phase } from './timeline';
import type { Verdict, VerdictResult } from './verdict';
import type { Milliseconds } from './time';

/**
 * One folder per drill, `reports/out/<run>/<drill>/`, written before it is judged:
 *
 *     manifest.json         DrillManifest
 *     history.jsonl         HistoryEvent a line, in the order of `at`
 *     timeline.jsonl        TimelineEvent a line
 *     monitor-events.jsonl  MonitorEvent a line
 *     injection.json        Injection
 *     runbook.json          RunbookRecord
 *     readback.jsonl        ReadBack a line
 *     host-logs/<instance>.log
 *     verdicts.json         Judgement; the only file that judging writes
 */
export interface DrillManifest {
  readonly version: 1;
  /** The failure scenario's id: `confluence-is-killed`. */
  readonly drill: string;
  /** The Gherkin scenario's name, and where it stands: `features/…/x.feature:7`. */
  readonly title: string;
  readonly location: string;
  readonly run: string;
  readonly seed: number;
  readonly environment: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  /** Roles served by stand-ins rather than by the licensed product. */
  readonly standIns: readonly string[];
  /** Software by name: Firedrill, Node, and what each role runs. */
  readonly versions: Readonly<Record<string, string>>;
  /** What the failure scenario says of itself. */
  readonly scenario?: {
    readonly class: string;
    readonly component: string;
    readonly likelihood: 'rare' | 'unlikely' | 'possible' | 'likely' | 'certain';
  };
  /** Digest of the failure scenario and its runbooks, filled in: another one means that the drill is another. */
  readonly definition?: string;
  /** Revision of the configuration that every host was at when the drill began; absent where nobody asked. */
  readonly revision?: string;
  /** Image ids by instance, as each was of when the drill began; absent where nobody asked. */
  readonly images?: Readonly<Record<string, string>>;
  readonly objectives: { readonly rtoMs: Milliseconds; readonly rpoMs: Milliseconds };
  /** Where the plan goes back to an archive that is taken while people work: whose writes since then it gives up. */
  readonly archive?: { readonly givesUp: readonly Application[] };
  /** A planned operation: nothing is injected, and people may be interrupted for so long at most. */
  readonly operation?: {
    readonly interruptionMs: Milliseconds;
    /** Its first step must refuse to go on, and say this. */
    readonly refused?: string;
    /** It brings the data of the old host. */
    readonly brings?: 'old-host';
  };
  /**
   * Which device the monitor must report in one of which states, and how long after the injection at most; absent for a
   * planned operation.
   */
  readonly expectedDetection?: {
    readonly device: string;
    readonly states: readonly string[];
    readonly withinMs: Milliseconds;
  };
  readonly runbook: string;
  /** The title of the runbook's step that is to fail, so that its way back is followed; absent where none is to. */
  readonly goesBackAfter?: string;
  /** What the plan is for, in words, and, once it was looked at, whether it came about and what was seen. */
  readonly outcome?: {
    readonly that: string;
    readonly seen?: { readonly cameAbout: boolean; readonly observed: string };
  };
  /** What went wrong in the harness itself, one line each; empty for a clean drill. */
  readonly errors: readonly string[];
  readonly steadyForMs: Milliseconds;
  /** What its scenario strikes beyond the environment's limits, and why; absent where it keeps to them. */
  readonly blastRadius?: {
    readonly instances?: number | undefined;
    /** Share of the instances of one subnet, 0 to 1. */
    readonly tier?: number | undefined;
    readonly because: string;
  };
  /** The stop condition that ended the drill; absent where none was met. */
  readonly stopped?: DrillStop;
  /** Why the drill was cut off before its end; absent for one that went its way. */
  readonly cut?: string;
}

export interface Injection {
  readonly fault: string;
  readonly changes: readonly PlannedChange[];
  readonly proof: ProofOfInjection;
  /** Whether the fault had been reverted (released) when the drill ended. */
  readonly reverted: boolean;
  /** How each of its leases ended, as the places where they were armed tell. */
  readonly ends?: readonly LeaseEnd[];
}

export interface RunbookStepRecord {
  readonly step: number;
  readonly title: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The exact command(s) for a person. */
  readonly commands: readonly string[];
  readonly expected: string;
  readonly budgetMs: Milliseconds;
  readonly startedAt: Milliseconds;
  readonly endedAt: Milliseconds;
  readonly outcome: 'succeeded' | 'failed' | 'not-run';
  /** What the step observed, or why it failed. */
  readonly observed: string;
  /** Whether it is one of the way back, which was followed because a step before it had failed. */
  readonly wayBack?: true;
}

export interface RunbookRecord {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly RunbookStepRecord[];
}

export interface Judgement {
  readonly version: 1;
  readonly drill: string;
  readonly result: VerdictResult;
  readonly verdicts: readonly Verdict[];
  readonly phases: readonly Phase[];
  /** Injected to restored; absent when either was not seen. */
  readonly recoveryMs?: Milliseconds;
}
