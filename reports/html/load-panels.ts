import { COLOURS, HATCHED } from './chart';
import type { Column, LoadOverTime } from './load-over-time';

const FAULT = 'rgba(213, 94, 0, 0.12)';
const RATE_HEIGHT = 52;
const LATENCY_HEIGHT = 40;
const GAP = 14;

/** One strip of a picture: its place from the top, its axis and what is drawn in it. */
export interface Panel {
  readonly top: number;
  readonly height: number;
  readonly yAxis: object;
  readonly series: readonly object[];
}

export interface PanelSpace {
  readonly top: number;
  /** Of all of the picture's columns, in pixels. */
  readonly width: number;
  readonly endSeconds: number;
  /** The fault's span, in seconds. */
  readonly fault: readonly [number, number] | undefined;
}

/** For each application its requests a second, and below how long those took that ended well. */
export function loadPanels(
  { applications, seconds }: LoadOverTime,
  { top, width, endSeconds, fault }: PanelSpace,
): readonly Panel[] {
  const barWidth = Math.max(1, (width / endSeconds) * seconds - 1);
  const shaded =
    fault === undefined
      ? {}
      : {
          markArea: {
            silent: true,
            itemStyle: { color: FAULT },
            data: [[{ xAxis: fault[0] }, { xAxis: fault[1] }]],
          },
        };
  return applications.flatMap(({ application, columns }, index) => {
    const from = top + index * (RATE_HEIGHT + LATENCY_HEIGHT + 2 * GAP);
    const middle = (column: number): number => (column + 0.5) * seconds;
    const bars = { type: 'bar', stack: application, barWidth };
    const latency = (
      of: keyof NonNullable<Column['latency']>,
    ): readonly (readonly [number, number | null])[] =>
      columns.map(({ latency: took }, column) => [
        middle(column),
        took === undefined ? null : Math.max(LEAST_LATENCY, took[of]) / 1000,
      ]);
    return [
      {
        top: from,
        height: RATE_HEIGHT,
        yAxis: {
          type: 'value',
          name: `${application} (req/s)`,
          minInterval: 1,
          splitNumber: 2,
        },
        series: [
          {
            ...bars,
            name: ENDED_WELL,
            itemStyle: { color: COLOURS.ok },
            data: columns.map(({ ok }, column) => [middle(column), ok]),
            ...shaded,
          },
          {
            ...bars,
            name: FAILED,
            itemStyle: { color: COLOURS.ill, decal: HATCHED },
            data: columns.map(({ ill }, column) => [middle(column), ill]),
          },
        ],
      },
      {
        top: from + RATE_HEIGHT + GAP,
        height: LATENCY_HEIGHT,
        yAxis: {
          type: 'log',
          name: 'latency',
          nameGap: 62,
          axisLabel: { formatter: inShort },
          splitNumber: 2,
        },
        series: [
          {
            ...line,
            name: MEDIAN,
            lineStyle: { width: 1.5, color: COLOURS.ok },
            itemStyle: { color: COLOURS.ok },
            data: latency('median'),
            ...shaded,
          },
          {
            ...line,
            name: LONGEST,
            symbol: 'triangle',
            lineStyle: { width: 1, color: COLOURS.done, type: 'dashed' },
            itemStyle: { color: COLOURS.done },
            data: latency('longest'),
          },
        ],
      },
    ];
  });
}

export const ENDED_WELL = 'ended well';
export const FAILED = 'failed or unknown';
export const MEDIAN = 'median latency';
export const LONGEST = 'longest latency';

const line = { type: 'line', symbol: 'circle', symbolSize: 3, showSymbol: true, connectNulls: false };

/** A logarithmic axis has no zero, and the clock resolves no less. */
const LEAST_LATENCY = 0.001;

/** Seconds: `2 ms`, `10 s`. */
const inShort = (seconds: number): string =>
  seconds < 1 ? `${String(Math.round(seconds * 1e6) / 1000)} ms` : `${String(seconds)} s`;
