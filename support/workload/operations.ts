import type { Application, Completion, HistoryEvent, Outcome } from '../drill/history';
import type { Milliseconds } from '../drill/time';

/** An attempt from its invocation to its end. */
export interface Operation {
  readonly operation: number;
  readonly application: Application;
  readonly kind: 'write' | 'read';
  readonly key: string;
  readonly invokedAt: Milliseconds;
  /** Absent while it is under way, or when the harness died before its end. */
  readonly completedAt?: Milliseconds;
  /** `unknown` where no end is recorded: it may have happened. */
  readonly outcome: Outcome;
  readonly id?: string;
  readonly sha256?: string;
  /** A read that was answered: there is no such item. */
  readonly absent?: true;
  readonly error?: string;
}

/** Pairs invocations and completions, in the order of invocation. A completion without its invocation is an error. */
export function operationsOf(history: readonly HistoryEvent[]): readonly Operation[] {
  const completions = new Map<number, Completion>();
  const operations: Operation[] = [];
  for (const event of history) {
    if (event.type !== 'invoked') completions.set(event.operation, event);
  }
  const invoked = new Set<number>();
  for (const event of history) {
    if (event.type !== 'invoked') continue;
    if (invoked.has(event.operation)) throw new Error(`operation ${event.operation} was invoked twice`);
    invoked.add(event.operation);
    operations.push(operation(event, completions.get(event.operation)));
  }
  const orphan = [...completions.keys()].find((number) => !invoked.has(number));
  if (orphan !== undefined) throw new Error(`operation ${orphan} ended without having been invoked`);
  return operations;
}

function operation(event: HistoryEvent, completion: Completion | undefined): Operation {
  const sha256 = event.sha256 ?? completion?.sha256;
  return {
    operation: event.operation,
    application: event.application,
    kind: event.kind,
    key: event.key,
    invokedAt: event.at,
    outcome: completion?.type ?? 'unknown',
    ...(completion === undefined ? {} : { completedAt: completion.at }),
    ...(completion?.id === undefined ? {} : { id: completion.id }),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(completion?.absent === undefined ? {} : { absent: completion.absent }),
    ...(completion?.error === undefined ? {} : { error: completion.error }),
  };
}
