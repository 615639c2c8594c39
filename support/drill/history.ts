import type { Milliseconds } from './time';

export type Application = 'confluence' | 'jira' | 'alfresco';

/**
 * What became of an attempt, in Jepsen's sense: `failed` did certainly not happen, `unknown` may have happened
 * (a time-out, a cut connection, a 5xx from the proxy after the request was sent).
 */
export type Outcome = 'ok' | 'failed' | 'unknown';

interface OperationFacts {
  /** Counts the invocations of one history from 0; an outcome repeats its invocation's number. */
  readonly operation: number;
  readonly at: Milliseconds;
  readonly application: Application;
  readonly kind: 'write' | 'read';
}

export interface Invocation extends OperationFacts {
  readonly type: 'invoked';
  /** The datum's own key, unique in the run: a page title, an issue summary, a document name. */
  readonly key: string;
  /** SHA-256 (hex) of the attachment or content that is written. */
  readonly sha256?: string;
}

export interface Completion extends OperationFacts {
  readonly type: Outcome;
  readonly key: string;
  /** The application's id of what was made: a content id, an issue key, a node id. */
  readonly id?: string;
  readonly sha256?: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** Of a read that failed: the application answered, and said that there is no such item. */
  readonly absent?: true;
  /** One line: what went wrong. */
  readonly error?: string;
}

/** One line of `history.jsonl`. */
export type HistoryEvent = Invocation | Completion;

/** What was found when acknowledged data was read again after recovery. One line of `readback.jsonl`. */
export interface ReadBack {
  readonly application: Application;
  readonly key: string;
  readonly id: string;
  /** `migrated`: what only the old host had. */
  readonly origin: 'workload' | 'seed' | 'migrated';
  readonly expectedSha256: string;
  /** `present` with equal bytes, `absent` (404 or a row without its file), `corrupted` (other bytes), `unreadable` (no clear answer). */
  readonly found: 'present' | 'absent' | 'corrupted' | 'unreadable';
  readonly detail?: string;
}
