import type * as ECharts from 'echarts';
import type { VerdictResult } from '../../support/drill/verdict';
import { chart, COLOURS, GRID, HATCHED } from '../html/chart';
import type { Markup } from '../html/markup';
import { duration } from '../html/units';
import type { Attempt, DrillTrend } from './drill-trend';
import type { RunIndex } from './run-index';
import { allowance } from './slower';
import { spreadOf } from './spread';

/** More marks than that are not told from one another: older attempts are then drawn as boxes of several. */
const MOST_MARKS = 60;
/** So many boxes at most, and how wide one is, in pixels. */
const MOST_BOXES = 40;
const RANGE = 5;

const MARKS = {
  met: { symbol: 'circle', colour: COLOURS.ok },
  missed: { symbol: 'triangle', colour: COLOURS.ill },
  unknown: { symbol: 'diamond', colour: COLOURS.unknown },
} as const;

/**
 * A drill's recovery times, the oldest left: a mark for each attempt by its verdict, at the bottom where it did not recover;
 * and the limit that its history allows. Of more than 60 attempts a column stands for several: from the shortest to the
 * longest, and the median.
 */
export function trendChart({ title, attempts, spread }: DrillTrend): Markup {
  const each = attempts.length <= MOST_MARKS ? 1 : Math.ceil(attempts.length / MOST_BOXES);
  const columns = Array.from({ length: Math.ceil(attempts.length / each) }, (_, index) =>
    attempts.slice(index * each, (index + 1) * each),
  );
  const limit = allowance(attempts.slice(0, -1))?.limitMs;
  return chart({
    width: 360,
    height: 84,
    name: `Recovery times of ${title} over ${String(attempts.length)} runs${spread === undefined ? ': none was seen' : `: from ${duration(spread.min)} to ${duration(spread.max)}, ${duration(spread.median)} is the median`}`,
    option: {
      grid: { left: 46, right: 8, top: 8, bottom: 8, outerBoundsMode: 'none' },
      xAxis: { type: 'category', data: columns.map((_, index) => index), show: false },
      yAxis: {
        type: 'value',
        min: 0,
        splitNumber: 2,
        axisLabel: { formatter: '{value} s' },
        splitLine: { lineStyle: GRID },
      },
      series: [
        ...(each === 1 ? marks(attempts) : groups(columns)),
        ...(limit === undefined ? [] : [limitLine(limit)]),
      ],
    },
  });
}

const marks = (attempts: readonly Attempt[]): object[] =>
  (Object.keys(MARKS) as VerdictResult[]).map((result) => ({
    type: 'scatter',
    symbol: MARKS[result].symbol,
    symbolSize: result === 'met' ? 5 : 9,
    itemStyle: { color: MARKS[result].colour },
    data: attempts.flatMap((attempt, index) =>
      attempt.result === result ? [[index, (attempt.recoveryMs ?? 0) / 1000]] : [],
    ),
  }));

/** Each column's recoveries as a bar from the shortest to the longest, with its median; and marks where one was not met. */
function groups(columns: readonly (readonly Attempt[])[]): object[] {
  const spreads = columns.map((column) => spreadOf(column.flatMap(({ recoveryMs }) => recoveryMs ?? [])));
  return [
    {
      type: 'custom',
      silent: true,
      renderItem: (_: unknown, api: ECharts.CustomSeriesRenderItemAPI) => renderRange(api),
      data: spreads.flatMap((spread, index) =>
        spread === undefined ? [] : [[index, spread.min / 1000, spread.max / 1000]],
      ),
      encode: { x: 0, y: [1, 2] },
    },
    {
      type: 'line',
      symbol: 'none',
      lineStyle: { color: COLOURS.ok, width: 1.5 },
      data: spreads.map((spread) => (spread === undefined ? null : spread.median / 1000)),
    },
    ...(['missed', 'unknown'] as const).map((result) => ({
      type: 'scatter',
      symbol: MARKS[result].symbol,
      symbolSize: 7,
      itemStyle: { color: MARKS[result].colour },
      data: columns.flatMap((column, index) =>
        column.some((attempt) => attempt.result === result) ? [[index, 0]] : [],
      ),
    })),
  ];
}

function renderRange(api: ECharts.CustomSeriesRenderItemAPI): ECharts.CustomSeriesRenderItemReturn {
  const [x = 0, bottom = 0] = api.coord([api.value(0), api.value(1)]);
  const [, top = 0] = api.coord([api.value(0), api.value(2)]);
  const shape = { x: x - RANGE / 2, y: top, width: RANGE, height: Math.max(1, bottom - top) };
  return { type: 'rect', shape, style: { fill: COLOURS.ok, opacity: 0.35 } };
}

const limitLine = (limitMs: number): object => ({
  type: 'line',
  data: [],
  markLine: {
    silent: true,
    symbol: 'none',
    label: { show: false },
    lineStyle: { color: COLOURS.ill, type: 'dashed', width: 1 },
    data: [{ yAxis: limitMs / 1000 }],
  },
});

/** What each of the newest runs came to, the oldest left: how many of its drills were met, missed and unknown. */
export function runsChart(runs: readonly RunIndex[]): Markup {
  const newest = runs.slice(-MOST_MARKS);
  const results: readonly VerdictResult[] = ['met', 'unknown', 'missed'];
  const count = ({ drills }: RunIndex, result: VerdictResult): number =>
    drills.filter((drill) => drill.result === result).length;
  const last = newest.at(-1);
  const inWords = results.map(
    (result) => `${String(last === undefined ? 0 : count(last, result))} ${result}`,
  );
  return chart({
    width: 980,
    height: 200,
    name: `The verdicts of the last ${String(newest.length)} runs; of the newest: ${inWords.join(', ')}`,
    option: {
      legend: { top: 2, left: 'center', itemGap: 28 },
      grid: { left: 46, right: 12, top: 34, bottom: 34, outerBoundsMode: 'none' },
      xAxis: {
        type: 'category',
        data: newest.map(({ startedAt }) => startedAt.slice(0, 10)),
        axisTick: { show: false },
      },
      yAxis: { type: 'value', minInterval: 1, splitLine: { lineStyle: GRID } },
      series: results.map((result) => ({
        name: result,
        type: 'bar',
        stack: 'runs',
        barMaxWidth: 28,
        itemStyle: { color: MARKS[result].colour, ...(result === 'met' ? {} : { decal: HATCHED }) },
        data: newest.map((run) => count(run, result)),
      })),
    },
  });
}
