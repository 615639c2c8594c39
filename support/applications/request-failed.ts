/**
 * A request that did not succeed. `failed`: it certainly had no effect (refused before it was sent, or a 4xx).
 * `unknown`: it may have had one (a time-out, a connection cut after sending, a 5xx).
 */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  readonly outcome: 'failed' | 'unknown';
  readonly status: number | undefined;
  /** The application's id of what had been made before the failing request of an item, if anything. */
  readonly id: string | undefined;
  /** Node's or the HTTP client's code of a failure without an answer: `ECONNREFUSED`. */
  readonly code: string | undefined;
  /** How long the answer asks to be left alone, in milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(
    message: string,
    facts: {
      readonly outcome: 'failed' | 'unknown';
      readonly status?: number | undefined;
      readonly id?: string | undefined;
      readonly code?: string | undefined;
      readonly retryAfter?: number | undefined;
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause: facts.cause });
    this.outcome = facts.outcome;
    this.status = facts.status;
    this.id = facts.id;
    this.code = facts.code;
    this.retryAfter = facts.retryAfter;
  }
}

/** The first request of an item was acknowledged and a later one was not: part of the item is there. */
export function partlyDone(error: unknown, id: string): RequestFailed {
  const message = error instanceof Error ? error.message : String(error);
  const status = error instanceof RequestFailed ? error.status : undefined;
  return new RequestFailed(`${id} was made, but: ${message}`, {
    outcome: 'unknown',
    status,
    id,
    cause: error,
  });
}
