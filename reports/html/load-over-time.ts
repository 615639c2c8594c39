import { max, median } from 'simple-statistics';
import type { ApplicationLoad, EndedRequest } from '../drill-load';

/** More columns than that are no longer seen apart in a picture. */
const MOST_COLUMNS = 360;
/** Widths of a column that a reader can count in, in seconds. */
const WIDTHS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

/** The requests that ended within one column's time. */
export interface Column {
  /** Requests a second that ended well, and those that did not. */
  readonly ok: number;
  readonly ill: number;
  /** Of those that ended well, in milliseconds; absent where none did. */
  readonly latency?: { readonly median: number; readonly longest: number };
}

export interface LoadOverTime {
  /** How long each column's time is. */
  readonly seconds: number;
  readonly applications: readonly { readonly application: string; readonly columns: readonly Column[] }[];
}

/**
 * The load from the drill's start to its last request, in columns of equal time: of a second, or wider where there would
 * be more of them than a picture shows. Every application has all columns, also those in which none of its requests ended.
 */
export function loadOverTime(load: readonly ApplicationLoad[]): LoadOverTime {
  const lastMs = load.reduce((most, { ended }) => ended.reduce((so, { at }) => Math.max(so, at), most), 0);
  const needed = (lastMs + 1) / 1000 / MOST_COLUMNS;
  const seconds = WIDTHS.find((width) => width >= needed) ?? 3600 * Math.ceil(needed / 3600);
  const count = Math.floor(lastMs / 1000 / seconds) + 1;
  return {
    seconds,
    applications: load.map(({ application, ended }) => ({
      application,
      columns: inColumns(ended, seconds, count).map((requests) => columnOf(requests, seconds)),
    })),
  };
}

function inColumns(ended: readonly EndedRequest[], seconds: number, count: number): EndedRequest[][] {
  const columns = Array.from({ length: count }, (): EndedRequest[] => []);
  for (const request of ended) columns[Math.floor(request.at / 1000 / seconds)]?.push(request);
  return columns;
}

function columnOf(requests: readonly EndedRequest[], seconds: number): Column {
  const ok = requests.filter(({ outcome }) => outcome === 'ok');
  const latencies = ok.flatMap(({ latencyMs }) => latencyMs ?? []);
  return {
    ok: ok.length / seconds,
    ill: (requests.length - ok.length) / seconds,
    ...(latencies.length === 0 ? {} : { latency: { median: median(latencies), longest: max(latencies) } }),
  };
}
