import { createRequire } from 'node:module';
import type * as Graphviz from '@viz-js/viz';
import { COLOURS, halo, LETTERS, svgDocument, type Picture } from './picture';

/** Loaded when a picture is drawn: most commands draw none. */
const load = createRequire(__filename);

export interface DrawnNode {
  readonly id: string;
  readonly title: string;
  /** What else is said of it, a line each. */
  readonly lines?: readonly string[];
  /** A box unless told: `volume` holds data, `outside` is none of ours. */
  readonly shape?: 'volume' | 'outside';
}

export interface DrawnGroup {
  readonly id: string;
  readonly title: string;
  readonly nodes: readonly DrawnNode[];
  readonly groups?: readonly DrawnGroup[];
}

export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  /** A thick line. */
  readonly isMain?: boolean;
}

export interface Drawing {
  readonly nodes: readonly DrawnNode[];
  readonly groups: readonly DrawnGroup[];
  readonly edges: readonly DrawnEdge[];
}

/** Graphviz knows the widths of Helvetica's letters only; fonts that are wider by so much must fit, too. */
const WIDEST_FONT = 1.17;
const LAID_OUT = LETTERS * WIDEST_FONT;
/** Graphviz counts in points of 1/72 inch. */
const INCH = 72;

/** Boxes in groups, and arrows between them that lead downwards, laid out by Graphviz's `dot`. The same drawing makes the same picture. */
export async function graphPicture(name: string, alt: string, drawing: Drawing): Promise<Picture> {
  const graphviz = await (load('@viz-js/viz') as typeof Graphviz).instance();
  const svg = graphviz.renderString(graphOf(drawing), { format: 'svg', engine: 'dot' });
  const [, width = 0, height = 0] = (/viewBox="0\.00 0\.00 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []).map(Number);
  const [, content] = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg) ?? [];
  if (content === undefined || width === 0) throw new Error(`Graphviz made no picture of ${name}`);
  const size = { width: Math.ceil(width), height: Math.ceil(height) };
  return { name, alt, width: size.width, svg: svgDocument(size.width, size.height, alt, ours(content)) };
}

function graphOf({ nodes, groups, edges }: Drawing): Graphviz.Graph {
  return {
    directed: true,
    graphAttributes: {
      bgcolor: 'transparent',
      fontname: 'Helvetica',
      fontsize: LAID_OUT,
      nodesep: 0.3,
      ranksep: 0.7,
      pad: 0.15,
    },
    nodeAttributes: {
      ...{ class: 'node', shape: 'box', style: 'filled,rounded', fontname: 'Helvetica', fontsize: LAID_OUT },
      ...{ fillcolor: COLOURS.box, color: COLOURS.line, fontcolor: COLOURS.ink, margin: '0.12,0.08' },
    },
    edgeAttributes: {
      ...{ color: COLOURS.line, fontcolor: COLOURS.ink, fontname: 'Helvetica', fontsize: LAID_OUT },
      ...{ arrowsize: 0.8, penwidth: 1.2 },
    },
    nodes: nodes.map(nodeOf),
    subgraphs: groups.map(groupOf),
    edges: edges.map(edgeOf),
  };
}

const SHAPES = { volume: 'cylinder', outside: 'ellipse' } as const;

function nodeOf({ id, title, lines = [], shape }: DrawnNode): Graphviz.Node {
  return {
    name: id,
    attributes: {
      label: [title, ...lines].map(literal).join('\n'),
      ...(shape === undefined ? {} : { shape: SHAPES[shape], style: 'filled' }),
    },
  };
}

/** A backslash begins an escape of Graphviz's. */
const literal = (text: string): string => text.replaceAll('\\', '\\\\');

function groupOf({ id, title, nodes, groups = [] }: DrawnGroup): Graphviz.Subgraph {
  return {
    name: `cluster ${id}`,
    graphAttributes: {
      ...{
        label: literal(title),
        labeljust: 'l',
        margin: INCH / 5,
        bgcolor: COLOURS.group,
        color: COLOURS.line,
      },
      ...{ fontcolor: COLOURS.ink, fontname: 'Helvetica', fontsize: LAID_OUT },
    },
    nodes: nodes.map(nodeOf),
    subgraphs: groups.map(groupOf),
  };
}

const MAIN = { class: 'accent', color: COLOURS.accent, penwidth: 2.4 };

function edgeOf({ from, to, label, isMain = false }: DrawnEdge): Graphviz.Edge {
  return {
    tail: from,
    head: to,
    attributes: {
      ...(label === undefined ? {} : { label: ` ${literal(label)} ` }),
      ...(isMain ? MAIN : {}),
    },
  };
}

/** Graphviz's content with our classes and our font, and letters as large as they are to be. Texts on lines come last. */
function ours(content: string): string {
  const texts: string[] = [];
  const drawn = content
    .replace(/<!--[\s\S]*?-->\n?|<title>[^<]*<\/title>\n?| font-family="[^"]*"/g, '')
    .replace(
      / font-size="([\d.]+)"/g,
      (_, size: string) => ` font-size="${(Number(size) / WIDEST_FONT).toFixed(2)}"`,
    )
    .replace(
      /<g id="[^"]*" class="([a-z]+)([^"]*)">\n([\s\S]*?)<\/g>/g,
      (_, kind: string, more: string, inside: string) => {
        const lines = inside.match(/<text .*\n/g) ?? [];
        if (kind !== 'node') texts.push(...lines);
        const rest =
          kind === 'node'
            ? inside.replace('<text ', '<text font-weight="bold" ')
            : inside.replace(/<text .*\n/g, '');
        return `<g class="${kind}${more}">\n${withClasses(rest, kind)}</g>`;
      },
    );
  const end = drawn.lastIndexOf('</g>');
  const onTop = texts.map((text) => text.replace('<text ', `<text ${halo('group')} `)).join('');
  return `${drawn.slice(0, end)}${onTop}${drawn.slice(end)}`;
}

function withClasses(inside: string, kind: string): string {
  if (kind === 'edge')
    return inside.replace(/<path /g, '<path class="line" ').replace(/<polygon /g, '<polygon class="head" ');
  return inside.replace(/<(path|polygon|ellipse) /g, `<$1 class="${kind === 'cluster' ? 'group' : 'box'}" `);
}
