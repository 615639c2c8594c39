import type { Application } from '../drill/history';
import type { Milliseconds } from '../drill/time';
import type { Operation } from './operations';

/** Requests that have ended, and how many of them ended `failed` or `unknown`. */
export interface EndedRequests {
  readonly ended: number;
  readonly failing: number;
}

/** Of one application's requests those that ended after `since`. What is under way has not ended, however long it takes. */
export function endedRequests(
  operations: readonly Operation[],
  application: Application,
  since: Milliseconds,
): EndedRequests {
  let ended = 0;
  let failing = 0;
  for (const operation of operations) {
    const { completedAt, outcome } = operation;
    if (operation.application !== application || completedAt === undefined || completedAt <= since) continue;
    ended += 1;
    if (outcome !== 'ok') failing += 1;
  }
  return { ended, failing };
}
