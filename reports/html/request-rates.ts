import type { HistoryEvent } from '../../support/drill/history';

export interface RequestRates {
  readonly application: string;
  /** Requests that ended within each second of the drill, from second 0: `[ok, failed or unknown]`. */
  readonly perSecond: readonly (readonly [number, number])[];
}

/** How many requests ended well and ill in each second, per application, in the order of their names. */
export function requestRates(history: readonly HistoryEvent[]): RequestRates[] {
  const last = Math.floor(history.reduce((most, { at }) => Math.max(most, at), 0) / 1000);
  const counts = new Map<string, [number, number][]>();
  for (const event of history) {
    if (event.type === 'invoked') continue;
    let row = counts.get(event.application);
    if (row === undefined) {
      row = Array.from({ length: last + 1 }, () => [0, 0]);
      counts.set(event.application, row);
    }
    const second = row[Math.floor(event.at / 1000)];
    if (second) second[event.type === 'ok' ? 0 : 1]++;
  }
  return [...counts]
    .map(([application, perSecond]) => ({ application, perSecond }))
    .sort((a, b) => a.application.localeCompare(b.application));
}
