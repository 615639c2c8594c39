import type * as ECharts from 'echarts';
import type { Moment } from '../../support/drill/timeline';
import type { DrillEvidence } from '../drill-evidence';
import { chart, COLOURS, GRID } from './chart';
import { loadOverTime } from './load-over-time';
import { ENDED_WELL, FAILED, loadPanels, LONGEST, MEDIAN, type Panel } from './load-panels';
import type { Markup } from './markup';
import { duration } from './units';

const ENDS_OF_FAULT: ReadonlySet<Moment> = new Set(['restored', 'stopped', 'reverted']);

const WIDTH = 980;
const LEFT = 210;
const RIGHT = 24;
const ROW = 22;
const PLOT = WIDTH - LEFT - RIGHT;
const PHASES = 'phases';
const MONITOR = 'monitor';

interface Bar {
  readonly row: string;
  readonly from: number;
  readonly to: number;
  /** How far from `to` the true end may lie. */
  readonly error?: number;
  readonly colour: string;
  readonly label: string;
}

/**
 * The drill to scale, as SVG: requests a second of each application, ended well and ill, and how long they took; below, on
 * the same axis, the phases with their error bars, the runbook's steps and what the monitor said. The fault's span is shaded.
 */
export function timelinePicture(evidence: DrillEvidence): Markup {
  const load = loadOverTime(evidence.load);
  const bars = [...phaseBars(evidence), ...stepBars(evidence)];
  const events = monitorMarks(evidence);
  const rows = [...new Set([...bars.map(({ row }) => row), ...(events.length > 0 ? [MONITOR] : [])])];
  const loadEnd = Math.max(0, ...load.applications.map(({ columns }) => columns.length)) * load.seconds;
  const end = Math.ceil(Math.max(1, loadEnd, ...bars.map(({ to }) => to / 1000)));
  const span = faultSpan(evidence);
  const fault = span === undefined ? undefined : ([span[0] / 1000, span[1] / 1000] as const);
  const panels = loadPanels(load, { top: 40, width: PLOT, endSeconds: end, fault });
  const last = panels.at(-1);
  const ganttTop = last === undefined ? 40 : last.top + last.height + 14;
  const all = [...panels, ganttPanel(ganttTop, rows, bars, events)];
  const height = ganttTop + rows.length * ROW + 40;
  return chart({
    width: WIDTH,
    height,
    name: describe(evidence),
    option: {
      legend: { data: [ENDED_WELL, FAILED, MEDIAN, LONGEST, MONITOR], top: 2, left: 'center', itemGap: 24 },
      grid: all.map((panel) => ({
        left: LEFT,
        right: RIGHT,
        top: panel.top,
        height: panel.height,
        outerBoundsMode: 'none' as const,
      })),
      xAxis: all.map((_, index) => timeAxis(index, end, index === all.length - 1)),
      yAxis: all.map((panel, index) => ({
        gridIndex: index,
        splitLine: { lineStyle: GRID },
        ...named,
        ...panel.yAxis,
      })),
      series: all.flatMap((panel, index) =>
        panel.series.map((each) => ({ xAxisIndex: index, yAxisIndex: index, ...each })),
      ),
    } as ECharts.EChartsOption,
  });
}

const named = {
  nameLocation: 'middle',
  nameRotate: 0,
  nameGap: 54,
  nameTextStyle: { align: 'right' },
};

const timeAxis = (index: number, end: number, labels: boolean): object => ({
  type: 'value',
  gridIndex: index,
  min: 0,
  max: end,
  // Or the axis is shrunk to make room for the first and the last bar, and no second stands below the other.
  containShape: false,
  axisLabel: { show: labels, formatter: '{value} s' },
  splitLine: { show: true, lineStyle: GRID },
});

function ganttPanel(
  top: number,
  rows: readonly string[],
  bars: readonly Bar[],
  events: DrillEvidence['monitorEvents'],
): Panel {
  return {
    top,
    height: rows.length * ROW,
    yAxis: {
      type: 'category',
      data: rows,
      inverse: true,
      axisTick: { show: false },
      axisLabel: { width: LEFT - 34, overflow: 'truncate' },
    },
    series: [
      {
        type: 'custom',
        clip: true,
        renderItem: (_: unknown, api: ECharts.CustomSeriesRenderItemAPI) => renderBar(api, bars),
        data: bars.map(({ row, from, to }, index) => [from / 1000, to / 1000, rows.indexOf(row), index]),
        encode: { x: [0, 1], y: 2 },
      },
      {
        type: 'custom',
        // Above all bars: it reaches into the next one.
        z: 3,
        renderItem: (_: unknown, api: ECharts.CustomSeriesRenderItemAPI) => renderError(api, bars),
        data: bars.map(({ row, from, to }, index) => [from / 1000, to / 1000, rows.indexOf(row), index]),
        encode: { x: [0, 1], y: 2 },
      },
      {
        type: 'scatter',
        name: MONITOR,
        symbol: 'diamond',
        symbolSize: 11,
        itemStyle: { color: COLOURS.said, borderColor: '#333', borderWidth: 1 },
        data: events.map(({ at }) => [at / 1000, rows.indexOf(MONITOR)]),
      },
    ],
  };
}

function phaseBars({ judgement }: DrillEvidence): Bar[] {
  return (judgement?.phases ?? []).map(({ name, from, to }, index) => ({
    row: PHASES,
    from: from.at,
    to: to.at,
    error: to.error,
    colour: COLOURS.others[index % COLOURS.others.length] ?? COLOURS.ok,
    label: name,
  }));
}

function stepBars({ runbook }: DrillEvidence): Bar[] {
  return (runbook?.steps ?? [])
    .filter(({ outcome }) => outcome !== 'not-run')
    .map(({ step, title, startedAt, endedAt, outcome }) => ({
      row: `${String(step)}. ${title}`,
      from: startedAt,
      to: endedAt,
      colour: outcome === 'succeeded' ? COLOURS.done : COLOURS.ill,
      label: `${duration(endedAt - startedAt)}${outcome === 'succeeded' ? '' : ', failed'}`,
    }));
}

/** As many marks as can be told from one another. */
const MOST_MARKS = 400;

/** What the monitor said from the injection on. */
function monitorMarks({ monitorEvents, timeline }: DrillEvidence): DrillEvidence['monitorEvents'] {
  const injected = timeline.find(({ moment }) => moment === 'injected')?.at ?? 0;
  const after = monitorEvents.filter(({ at }) => at >= injected);
  const every = Math.ceil(after.length / MOST_MARKS);
  return after.filter((_, index) => index % every === 0);
}

function faultSpan({ timeline, judgement }: DrillEvidence): readonly [number, number] | undefined {
  const from = timeline.find(({ moment }) => moment === 'injected')?.at;
  if (from === undefined) return undefined;
  const ended = timeline.find(({ moment }) => ENDS_OF_FAULT.has(moment))?.at;
  const last = judgement?.phases.at(-1)?.to.at;
  return [from, ended ?? last ?? timeline.at(-1)?.at ?? from];
}

function renderBar(
  api: ECharts.CustomSeriesRenderItemAPI,
  bars: readonly Bar[],
): ECharts.CustomSeriesRenderItemReturn {
  const bar = bars[Number(api.value(3))];
  const from = api.coord([api.value(0), api.value(2)]);
  const to = api.coord([api.value(1), api.value(2)]);
  if (bar === undefined || from[0] === undefined || from[1] === undefined || to[0] === undefined) return null;
  const width = Math.max(2, to[0] - from[0]);
  const inside = width > bar.label.length * 7;
  const rect = {
    type: 'rect',
    shape: { x: from[0], y: from[1] - ROW / 2 + 3, width, height: ROW - 6 },
    style: { fill: bar.colour },
    ...(inside || bar.row !== PHASES
      ? {
          textContent: { style: { text: bar.label, fontSize: 11, fill: inside ? '#000' : '#333' } },
          textConfig: { position: inside ? 'inside' : 'right' },
        }
      : {}),
  };
  return rect as ECharts.CustomSeriesRenderItemReturn;
}

/** The error bar of a bar's end, to scale: the true end lies between its two strokes. */
function renderError(
  api: ECharts.CustomSeriesRenderItemAPI,
  bars: readonly Bar[],
): ECharts.CustomSeriesRenderItemReturn {
  const error = bars[Number(api.value(3))]?.error ?? 0;
  const ends = [-error, error].map(
    (off) => api.coord([Number(api.value(1)) + off / 1000, api.value(2)]) as [number, number],
  );
  const [from, to] = ends;
  // Narrower than its own strokes it would only look like one.
  if (from === undefined || to === undefined || to[0] - from[0] < 3) return null;
  const [[left, y], [right]] = [from, to];
  const strokes = [
    { x1: left, y1: y, x2: right, y2: y },
    { x1: left, y1: y - 6, x2: left, y2: y + 6 },
    { x1: right, y1: y - 6, x2: right, y2: y + 6 },
  ];
  const children = strokes.map((shape) => ({
    type: 'line',
    shape,
    style: { stroke: '#555', lineWidth: 1.5 },
  }));
  return { type: 'group', children } as ECharts.CustomSeriesRenderItemReturn;
}

function describe({ manifest, judgement }: DrillEvidence): string {
  const phases = (judgement?.phases ?? []).map(
    ({ name, from, to }) => `${name} ${duration(to.at - from.at)}`,
  );
  return `Timeline of ${manifest.title}${phases.length > 0 ? `: ${phases.join(', ')}` : ''}`;
}
