import type { HistoryEvent, Outcome } from '../support/drill/history';

/** A request that ended, on the drill's clock. */
export interface EndedRequest {
  /** When it ended, in milliseconds. */
  readonly at: number;
  readonly outcome: Outcome;
  /** From its invocation to its end, in milliseconds; absent where the history does not tell when it was invoked. */
  readonly latencyMs?: number;
}

/** What the workload's requests to one application came to. */
export interface ApplicationLoad {
  readonly application: string;
  readonly counts: Readonly<Record<Outcome, number>>;
  /** In the order of the history. */
  readonly ended: readonly EndedRequest[];
}

/** A history without what the reports do not need: keys, hashes, ids. In the order of the applications' names. */
export function drillLoad(history: Iterable<HistoryEvent>): readonly ApplicationLoad[] {
  const invoked = new Map<number, number>();
  const loads = new Map<string, { counts: Record<Outcome, number>; ended: EndedRequest[] }>();
  for (const { operation, at, application, type } of history) {
    if (type === 'invoked') {
      invoked.set(operation, at);
      continue;
    }
    let load = loads.get(application);
    if (load === undefined)
      loads.set(application, (load = { counts: { ok: 0, failed: 0, unknown: 0 }, ended: [] }));
    const from = invoked.get(operation);
    invoked.delete(operation);
    load.counts[type]++;
    load.ended.push({ at, outcome: type, ...(from === undefined ? {} : { latencyMs: at - from }) });
  }
  return [...loads]
    .map(([application, load]) => ({ application, ...load }))
    .sort((a, b) => a.application.localeCompare(b.application));
}
