import type { VerdictResult } from '../../support/drill/verdict';
import type { RunRecord } from '../run-record';

/** A failure scenario, as far as acceptance asks. */
export interface KnownScenario {
  readonly id: string;
  readonly class: string;
  readonly component: string;
  /** Whether it is marked for acceptance. */
  readonly marked: boolean;
}

/** All that a decision is made of. Whoever gathers it looks; `decide` judges. */
export interface AcceptanceFacts {
  /** The environment that was drilled, and the one that the decision is for. */
  readonly environment: string;
  readonly for: string;
  readonly now: Date;
  readonly run: RunRecord;
  /** What is wrong with how the run ended, as its journal tells; empty for one that ended in order. */
  readonly runProblems: readonly string[];
  /** What judging each drill's evidence again came to; absent for a drill without evidence. */
  readonly judgedAgain: ReadonlyMap<string, VerdictResult>;
  readonly scenarios: readonly KnownScenario[];
  readonly gaps: {
    /** Pairs of component and class that are neither drilled nor explained, or both. */
    readonly problems: readonly string[];
    readonly explained: readonly {
      readonly class: string;
      readonly components: readonly string[];
      readonly because: string;
    }[];
  };
  /** Drills of the same environment that began after this run, and were not met. */
  readonly later: readonly { readonly run: string; readonly drill: string; readonly result: VerdictResult }[];
  /** Drills whose runbook has filled volumes from the off-site copy alone. */
  readonly restoredFromOffSite: readonly string[];
  readonly configuration: {
    /** The revision that each drill's hosts had, by drill; absent for one whose evidence does not tell. */
    readonly drilled: ReadonlyMap<string, string>;
    /** What the environment files make now, by the environment's name: the drilled one's and its copies'. */
    readonly declared: ReadonlyMap<string, string>;
    /** On which environment each drill was. */
    readonly drilledOn: ReadonlyMap<string, string>;
    /** The revision that the other environment is given. */
    readonly target: string;
    /** In what the other environment differs besides names, addresses and sizes. */
    readonly differences: readonly string[];
  };
  readonly guardRails: {
    /** Leases of faults in the run's journals. */
    readonly leases: { readonly armed: number; readonly problems: readonly string[] };
    /** What was asked for on the other environment, and what of it was not refused. */
    readonly refused: { readonly asked: number; readonly letThrough: readonly string[] };
    /** The tests of the guard rails, run for this decision. */
    readonly tests: { readonly passed: number; readonly failed: number; readonly why?: string };
  };
  readonly policy: AcceptancePolicy;
}

/** What the file of acceptance says. */
export interface AcceptancePolicy {
  /** Milliseconds. */
  readonly runAgeMs: number;
  readonly offSiteRestoreAgeMs: number;
  readonly roles: readonly string[];
  readonly exceptions: readonly {
    readonly scenario: string;
    readonly owner: string;
    readonly reason: string;
    readonly until: string;
  }[];
}
