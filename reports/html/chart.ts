import { createRequire } from 'node:module';
import type * as ECharts from 'echarts';
import { Markup } from './markup';

/** Okabe and Ito's palette, which colour-blind readers can tell apart; what matters is hatched or has a form as well. */
export const COLOURS = {
  ok: '#0072b2',
  ill: '#d55e00',
  done: '#009e73',
  said: '#cc79a7',
  unknown: '#e69f00',
  others: ['#e69f00', '#cc79a7', '#f0e442', '#56b4e9', '#009e73', '#999999'],
} as const;

/** Stripes, for who does not see the colour. */
export const HATCHED = { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -Math.PI / 4 };

/** Lines to read a value by, on light and on dark. */
export const GRID = { color: 'rgba(128, 128, 128, 0.3)' };

/** Loaded when a picture is drawn: most commands draw none, and it is a tenth of their start. */
const load = createRequire(__filename);

export interface ChartPlan {
  readonly width: number;
  readonly height: number;
  /** What the picture shows, in words, for who does not see it. */
  readonly name: string;
  readonly option: ECharts.EChartsOption;
}

/** A picture as SVG without scripts, which shrinks with the page. */
export function chart({ width, height, name, option }: ChartPlan): Markup {
  const echarts = load('echarts') as typeof ECharts;
  const drawn = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawn.setOption({ animation: false, textStyle: { fontFamily: 'system-ui, sans-serif' }, ...option });
    return new Markup(accessible(drawn.renderToSVGString(), name));
  } finally {
    drawn.dispose();
  }
}

function accessible(svg: string, name: string): string {
  const quoted = name.replace(/[&<>"]/g, (c) => `&#${String(c.charCodeAt(0))};`);
  return svg.replace(/^<svg width="\d+" height="\d+"/, `<svg role="img" aria-label="${quoted}"`);
}
