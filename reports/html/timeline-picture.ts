import { createRequire } from 'node:module';
import type * as ECharts from 'echarts';
import type { Moment } from '../../support/drill/timeline';
import type { DrillEvidence } from '../drill-evidence';
import { Markup } from './markup';
import { requestRates } from './request-rates';
import { duration } from './units';

/** Okabe and Ito's palette, which colour-blind readers can tell apart; failures are hatched as well. */
const OK = '#0072b2';
const ILL = '#d55e00';
const FAULT = 'rgba(213, 94, 0, 0.12)';
const PHASE_COLOURS = ['#e69f00', '#cc79a7', '#f0e442', '#56b4e9', '#009e73', '#999999'];

/** Loaded when a picture is drawn: most commands draw none, and it is a tenth of their start. */
const load = createRequire(__filename);

const ENDS_OF_FAULT: ReadonlySet<Moment> = new Set(['restored', 'stopped', 'reverted']);

const WIDTH = 980;
const LEFT = 210;
const RIGHT = 24;
const RATE_HEIGHT = 60;
const ROW = 22;

interface Bar {
  readonly row: string;
  readonly from: number;
  readonly to: number;
  readonly colour: string;
  readonly label: string;
}

/**
 * The drill to scale, as SVG: requests per second of each application, ended well and ill; below, on the same
 * axis, the phases, the runbook's steps and what the monitor said. The fault's span is shaded.
 */
export function timelinePicture(evidence: DrillEvidence): Markup {
  const rates = requestRates(evidence.history);
  const bars = [...phaseBars(evidence), ...stepBars(evidence)];
  const events = monitorMarks(evidence);
  const rows = [...new Set([...bars.map(({ row }) => row), ...(events.length > 0 ? ['monitor'] : [])])];
  const end =
    1000 *
    Math.ceil(
      Math.max(1000, ...bars.map(({ to }) => to), ...rates.map((r) => r.perSecond.length * 1000)) / 1000,
    );
  const span = faultSpan(evidence);

  const grids: ECharts.EChartsOption['grid'] = [];
  const xAxis: object[] = [];
  const yAxis: object[] = [];
  const series: object[] = [];
  let top = 34;
  const axis = (index: number, labels: boolean) => ({
    type: 'value',
    gridIndex: index,
    min: 0,
    max: end / 1000,
    // Or the axis is shrunk to make room for the first and the last bar, and no second stands below the other.
    containShape: false,
    axisLabel: { show: labels, formatter: '{value} s' },
    splitLine: { show: true, lineStyle: { opacity: 0.35 } },
  });
  rates.forEach(({ application, perSecond }, index) => {
    grids.push({ left: LEFT, right: RIGHT, top, height: RATE_HEIGHT, outerBoundsMode: 'none' });
    xAxis.push(axis(index, false));
    yAxis.push({
      type: 'value',
      gridIndex: index,
      name: `${application} (req/s)`,
      nameLocation: 'middle',
      nameRotate: 0,
      nameGap: 30,
      nameTextStyle: { align: 'right' },
      minInterval: 1,
      splitNumber: 2,
    });
    const common = {
      type: 'bar',
      xAxisIndex: index,
      yAxisIndex: index,
      stack: application,
      barWidth: Math.max(1, (WIDTH - LEFT - RIGHT) / (end / 1000) - 1),
    };
    series.push(
      {
        ...common,
        name: 'ended well',
        itemStyle: { color: OK },
        data: perSecond.map(([ok], second) => [second + 0.5, ok]),
        ...(span === undefined
          ? {}
          : {
              markArea: {
                silent: true,
                itemStyle: { color: FAULT },
                data: [[{ xAxis: span[0] / 1000 }, { xAxis: span[1] / 1000 }]],
              },
            }),
      },
      {
        ...common,
        name: 'failed or unknown',
        itemStyle: {
          color: ILL,
          decal: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -Math.PI / 4 },
        },
        data: perSecond.map(([, ill], second) => [second + 0.5, ill]),
      },
    );
    top += RATE_HEIGHT + 16;
  });

  const gantt = rates.length;
  const ganttHeight = rows.length * ROW;
  grids.push({ left: LEFT, right: RIGHT, top: top + 6, height: ganttHeight, outerBoundsMode: 'none' });
  xAxis.push(axis(gantt, true));
  yAxis.push({
    type: 'category',
    gridIndex: gantt,
    data: rows,
    inverse: true,
    axisTick: { show: false },
    axisLabel: { width: LEFT - 34, overflow: 'truncate' },
  });
  series.push(
    {
      type: 'custom',
      xAxisIndex: gantt,
      yAxisIndex: gantt,
      clip: true,
      renderItem: (_: unknown, api: ECharts.CustomSeriesRenderItemAPI) => renderBar(api, bars),
      data: bars.map(({ row, from, to }, index) => [from / 1000, to / 1000, rows.indexOf(row), index]),
      encode: { x: [0, 1], y: 2 },
    },
    {
      type: 'scatter',
      name: 'monitor',
      xAxisIndex: gantt,
      yAxisIndex: gantt,
      symbol: 'diamond',
      symbolSize: 11,
      itemStyle: { color: '#cc79a7', borderColor: '#333', borderWidth: 1 },
      data: events.map(({ at }) => [at / 1000, rows.indexOf('monitor')]),
    },
  );

  const height = top + ganttHeight + 40;
  const echarts = load('echarts') as typeof ECharts;
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: 'system-ui, sans-serif' },
      legend: { data: ['ended well', 'failed or unknown', 'monitor'], top: 2, left: LEFT, itemGap: 28 },
      grid: grids,
      xAxis,
      yAxis,
      series,
    } as ECharts.EChartsOption);
    return new Markup(accessible(chart.renderToSVGString(), describe(evidence)));
  } finally {
    chart.dispose();
  }
}

function phaseBars({ judgement }: DrillEvidence): Bar[] {
  return (judgement?.phases ?? []).map(({ name, from, to }, index) => ({
    row: 'phases',
    from: from.at,
    to: to.at,
    colour: PHASE_COLOURS[index % PHASE_COLOURS.length] ?? OK,
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
      colour: outcome === 'succeeded' ? '#009e73' : ILL,
      label: duration(endedAt - startedAt),
    }));
}

/** What the monitor said from the injection on. */
function monitorMarks({ monitorEvents, timeline }: DrillEvidence) {
  const injected = timeline.find(({ moment }) => moment === 'injected')?.at ?? 0;
  return monitorEvents.filter(({ at }) => at >= injected);
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
  return {
    type: 'rect',
    shape: { x: from[0], y: from[1] - ROW / 2 + 3, width, height: ROW - 6 },
    style: { fill: bar.colour },
    ...(inside || bar.row !== 'phases'
      ? {
          textContent: { style: { text: bar.label, fontSize: 11, fill: inside ? '#000' : '#333' } },
          textConfig: { position: inside ? 'inside' : 'right' },
        }
      : {}),
  } as ECharts.CustomSeriesRenderItemReturn;
}

function describe({ manifest, judgement }: DrillEvidence): string {
  const phases = (judgement?.phases ?? []).map(
    ({ name, from, to }) => `${name} ${duration(to.at - from.at)}`,
  );
  return `Timeline of ${manifest.title}${phases.length > 0 ? `: ${phases.join(', ')}` : ''}`;
}

/** Gives the picture a name for those who do not see it, and lets it shrink with the page. */
function accessible(svg: string, name: string): string {
  const quoted = name.replace(/[&<>"]/g, (c) => `&#${String(c.charCodeAt(0))};`);
  return svg.replace(/^<svg width="\d+" height="\d+"/, `<svg role="img" aria-label="${quoted}"`);
}
