import type { ApplicationAccess } from '../applications/access';
import type { Container } from '../applications/store';
import type { Application, Outcome } from '../drill/history';
import type { Instant, Milliseconds } from '../drill/time';
import type { EndedRequests } from './ended-requests';
import type { GivenUp } from './given-up';

export interface WorkloadOptions {
  /** The user that works. */
  readonly access: ApplicationAccess;
  /** The user that makes and removes the workload's space, project and folder. */
  readonly administration: ApplicationAccess;
  readonly applications: readonly Application[];
  /** Writes a second by application; readers take the same again. */
  readonly rates: Readonly<Partial<Record<Application, number>>>;
  /** Appended to; made if missing. */
  readonly historyFile: string;
  readonly clock: { readonly origin: string; readonly startedAt: string };
  readonly seed: number;
  readonly requestTimeout: Milliseconds;
  /** The run and drill; names the containers. */
  readonly run: string;
}

export interface ApplicationCounts {
  readonly invoked: number;
  readonly ok: number;
  readonly failed: number;
  readonly unknown: number;
  readonly okWrites: number;
  readonly last?: { readonly outcome: Outcome; readonly at: Milliseconds; readonly error?: string };
}

/** A load that runs. Its waits end by the signal only, so give them a deadline; each error says what was seen last. */
export interface Workload {
  readonly container: Container;
  snapshot(): Readonly<Partial<Record<Application, ApplicationCounts>>>;
  /** The application's requests that ended after `since`. */
  endedSince(application: Application, since: Milliseconds): EndedRequests;
  /** Resolves when each application has acknowledged a write. */
  waitForFirstWrites(signal: AbortSignal): Promise<void>;
  /** The first request that ended `failed` or `unknown` after `since`; its error bar reaches back to its start. */
  waitForFailure(application: Application, since: Milliseconds, signal: AbortSignal): Promise<Instant>;
  /** From now on a read of these writes that finds none is no failure: the plan gives them up. */
  giveUp(given: GivenUp): void;
  /** The first success after which nothing failed any more, once that has lasted `steadyFor`. */
  waitForSteady(
    application: Application,
    since: Milliseconds,
    steadyFor: Milliseconds,
    signal: AbortSignal,
  ): Promise<Instant>;
  /**
   * Starts no more requests, waits for those under way (each is bounded by the request time-out) and records
   * what is left as `unknown`. Idempotent. The containers stay, for reading back.
   */
  stop(): Promise<void>;
  /** After `stop` and the reading back: removes the workload's space, project and folder. */
  removeContainers(signal: AbortSignal): Promise<void>;
}
