import type { PlannedChange } from '../fault';
import type { LeaseEnd, LeaseId, LeaseLocation } from '../lease';
import type { VerdictResult } from '../verdict';

/** A process, told apart from a later one that was given the same id. */
export interface ProcessName {
  readonly pid: number;
  /** The kernel's start time of the process, in its own units; `0` where it is not known. */
  readonly started: string;
}

/**
 * The steps of a lease. `arming`, `installing` and `reverting` are intents, on disk before anything is done;
 * `armed`, `installed` and `reverted` are their outcomes. `half-installed` is told by the fault between its acts.
 */
export const leaseSteps = [
  'arming',
  'armed',
  'installing',
  'half-installed',
  'installed',
  'reverting',
  'reverted',
] as const;
export type LeaseStep = (typeof leaseSteps)[number];

/** What a run writes down, in this order. Whoever comes after a kill learns from it what may have been done. */
export type JournalRecord =
  | {
      readonly type: 'run-opened';
      readonly run: string;
      readonly environment: string;
      readonly seed: number;
      /** Cucumber's tag expression; absent for a run by hand. */
      readonly tags?: string;
      /** Whether its drills are in random order, drawn from the seed. */
      readonly shuffled?: boolean;
      readonly supervisor: ProcessName;
    }
  | { readonly type: 'drill-begun'; readonly drill: string; readonly folder: string }
  | {
      readonly type: 'lease';
      readonly step: 'arming';
      readonly id: LeaseId;
      readonly fault: string;
      readonly holder: string;
      readonly parts: readonly LeaseLocation[];
      readonly changes: readonly PlannedChange[];
    }
  | {
      readonly type: 'lease';
      readonly step: Exclude<LeaseStep, 'arming' | 'reverted'>;
      readonly id: LeaseId;
    }
  | {
      readonly type: 'lease';
      readonly step: 'reverted';
      readonly id: LeaseId;
      readonly ends: readonly LeaseEnd[];
    }
  | { readonly type: 'lease-lost'; readonly id: LeaseId; readonly why: string }
  | { readonly type: 'revert-failed'; readonly id: LeaseId; readonly why: string }
  /** Something that the runbook makes for a while. */
  | { readonly type: 'to-be-undone'; readonly name: string }
  | { readonly type: 'environment-leased'; readonly why: string }
  /** Going back to the golden snapshot; why, where a met drill alone would not ask for it. */
  | { readonly type: 'resetting'; readonly why?: readonly string[] }
  | { readonly type: 'reset' }
  /** A stop condition was met; what the drill broke is being reverted. */
  | {
      readonly type: 'drill-stopped';
      readonly drill: string;
      readonly condition: string;
      readonly seen: string;
    }
  | { readonly type: 'drill-judged'; readonly drill: string; readonly result: VerdictResult }
  /** The drill was cut off before it was judged. */
  | { readonly type: 'drill-cut'; readonly drill: string; readonly why: string }
  | { readonly type: 'interrupted'; readonly by: string }
  | { readonly type: 'resumed'; readonly supervisor: ProcessName }
  /** Leases were ended and the environment was found whole. */
  | { readonly type: 'recovered'; readonly did: readonly string[] }
  | { readonly type: 'run-closed'; readonly result: VerdictResult };
