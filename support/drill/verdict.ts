/** Unknown is neither pass nor fail, and it fails the drill. */
export type VerdictResult = 'met' | 'missed' | 'unknown';

/** A checker's answer. */
export interface Verdict {
  /**
   * The checker's name: `recovery-time`, `no-acknowledged-write-lost`, `seed-content-intact`, `fault-injected`,
   * `detected-by-monitor`, `runbook-followed`; `stop-conditions` and `harness` where there is something to say of them.
   */
  readonly checker: string;
  readonly result: VerdictResult;
  /** One sentence for a person: what was measured against what, or what is missing. */
  readonly reason: string;
  /** Figures by name; the unit is part of the name: `recoveryMs`, `objectiveMs`, `acknowledged`, `lost`. */
  readonly measures: Readonly<Record<string, number>>;
  /** The data concerned, by id: the lost, corrupted or unaccounted-for writes. */
  readonly ids?: Readonly<Record<'lost' | 'corrupted' | 'unaccounted', readonly string[]>>;
}

/** Missed beats unknown beats met; nothing judged is unknown. */
export function worst(results: readonly VerdictResult[]): VerdictResult {
  if (results.includes('missed')) return 'missed';
  if (results.length === 0 || results.includes('unknown')) return 'unknown';
  return 'met';
}
