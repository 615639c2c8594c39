import type { Application, HistoryEvent } from '../drill/history';
import type { Operation } from './operations';
import type { ApplicationCounts } from './workload';

/** Waits look again so often at most: a busy history is not searched for each of its lines. */
const LOOK_EVERY_MS = 100;

/** The history as it grows, for those who wait for something in it. */
export interface LiveHistory {
  add(event: HistoryEvent): void;
  operations(): readonly Operation[];
  counts(application: Application): ApplicationCounts;
  /** Everything that waits, and will wait, rejects with this error. */
  fail(error: Error): void;
  /** Resolves with what `look` finds; `describe` completes "… while waiting for". */
  waitFor<T>(what: string, look: () => T | undefined, last: () => string, signal: AbortSignal): Promise<T>;
}

export function createLiveHistory(): LiveHistory {
  const operations: Operation[] = [];
  const indexes = new Map<number, number>();
  const counts = new Map<Application, ApplicationCounts>();
  let failure: Error | undefined;
  const none: ApplicationCounts = { invoked: 0, ok: 0, failed: 0, unknown: 0, okWrites: 0 };
  return {
    add: (event) => {
      const before = counts.get(event.application) ?? none;
      counts.set(event.application, counted(before, event));
      const index = indexes.get(event.operation);
      if (event.type === 'invoked') {
        indexes.set(event.operation, operations.length);
        operations.push(begun(event));
      } else if (index !== undefined) {
        const operation = operations[index];
        if (operation !== undefined)
          operations[index] = {
            ...operation,
            outcome: event.type,
            completedAt: event.at,
            ...(event.absent === undefined ? {} : { absent: event.absent }),
          };
        indexes.delete(event.operation);
      }
    },
    operations: () => operations,
    counts: (application) => counts.get(application) ?? none,
    fail: (error) => {
      failure = error;
    },
    waitFor: (what, look, last, signal) =>
      new Promise((resolve, reject) => {
        const timer = setInterval(attempt, LOOK_EVERY_MS);
        function done(): void {
          clearInterval(timer);
          signal.removeEventListener('abort', aborted);
        }
        function aborted(): void {
          done();
          const reason = signal.reason instanceof Error ? signal.reason.message : String(signal.reason);
          reject(
            new Error(`stopped waiting for ${what} (${reason}); last: ${last()}`, { cause: signal.reason }),
          );
        }
        function attempt(): void {
          const found = failure === undefined ? look() : undefined;
          if (failure === undefined && found === undefined) return;
          done();
          if (found !== undefined) resolve(found);
          else reject(new Error(`the workload ended while waiting for ${what}`, { cause: failure }));
        }
        signal.addEventListener('abort', aborted, { once: true });
        if (signal.aborted) aborted();
        else attempt();
      }),
  };
}

function begun({ operation, application, kind, key, at }: HistoryEvent): Operation {
  return { operation, application, kind, key, invokedAt: at, outcome: 'unknown' };
}

function counted(before: ApplicationCounts, event: HistoryEvent): ApplicationCounts {
  if (event.type === 'invoked') return { ...before, invoked: before.invoked + 1 };
  const { type: outcome, at } = event;
  return {
    ...before,
    [outcome]: before[outcome] + 1,
    okWrites: before.okWrites + (outcome === 'ok' && event.kind === 'write' ? 1 : 0),
    last: { outcome, at, ...(event.error === undefined ? {} : { error: event.error }) },
  };
}
