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

/**
 * One way to break one thing. `inject` acts, `prove` observes the effect, `revert` restores what was there
 * before; revert is idempotent and may be called whatever `inject` came to.
 */
export interface Fault {
  readonly name: string;
  plan(): Promise<readonly PlannedChange[]>;
  inject(signal: AbortSignal): Promise<void>;
  prove(signal: AbortSignal): Promise<ProofOfInjection>;
  revert(signal: AbortSignal): Promise<void>;
}
