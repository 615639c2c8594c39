import type { LeasePart, LeaseTerms } from './lease';
import type { Milliseconds } from './time';

/** What a fault saw of its own effect, from a side other than the one that caused it. */
export interface ProofOfInjection {
  readonly result: 'installed' | 'skipped' | 'indeterminate';
  /** What was observed, in a sentence. */
  readonly observed: string;
}

/** A change that a fault would make, resolved to ids; shown by `firedrill plan`. */
export interface PlannedChange {
  readonly target: string;
  readonly change: string;
  readonly revert: string;
}

/** What a fault tells while it acts. */
export interface InjectionProgress {
  /** Called once between its first act and its last: from here on it may be half there. */
  halfway(): void | Promise<void>;
}

/**
 * One way to break one thing. Its leases are armed before `inject` acts; what they put back is what was there before,
 * whatever `inject` came to. `prove` observes the effect from another side.
 */
export interface Fault {
  readonly name: string;
  /** Instances that cannot do their work while it is in force, by name: the blast radius. */
  readonly strikes: readonly string[];
  /** For how long its leases are armed, where they cannot be renewed while it is in force; else they are renewed. */
  readonly lasts?: Milliseconds;
  plan(): Promise<readonly PlannedChange[]>;
  /** Where its revert is armed, in the order of arming; reverted in the reverse order. Touches nothing. */
  leases(signal: AbortSignal): Promise<readonly LeasePart[]>;
  inject(terms: LeaseTerms, progress: InjectionProgress, signal: AbortSignal): Promise<void>;
  prove(signal: AbortSignal): Promise<ProofOfInjection>;
}
