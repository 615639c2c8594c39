import { COLOURS, escaped, halo, LETTERS, svgDocument, type Picture } from './picture';

/** Who takes part, by an id that rows use. */
export interface Lane {
  readonly id: string;
  readonly title: string;
}

export type SequenceRow =
  /** A line over the whole width: what follows belongs together. */
  | { readonly kind: 'phase'; readonly text: string }
  /** From one to another, and to those whom it concerns as well; an answer is dashed. */
  | {
      readonly kind: 'message';
      readonly from: string;
      readonly to: string;
      readonly also?: readonly string[];
      readonly text: string;
      readonly answer?: boolean;
    }
  /** What one does for itself. */
  | { readonly kind: 'note'; readonly at: string; readonly text: string };

export interface Sequence {
  readonly lanes: readonly Lane[];
  readonly rows: readonly SequenceRow[];
}

const MARGIN = 16;
const HEAD = 34;
const LINE = LETTERS + 4;
/** The widest letters of the fonts that may be there, on the average, for each of the size of a letter. */
const LETTER_WIDTH = LETTERS * 0.58;
const NARROWEST_LANE = 86;
/** Where there are few lanes, they share this width. */
const WIDTH = 720;
/** A text that is longer goes on in the next line. */
const WIDEST_TEXT = 460;

/**
 * Who asks whom for what, from the top to the bottom. There is no library for it that draws without a browser, in the
 * colours of the page, and lets texts be longer than the way between two lanes.
 */
export function sequencePicture(name: string, alt: string, { lanes, rows }: Sequence): Picture {
  const places = placed(lanes);
  const at = (id: string): number => {
    const place = places.get(id);
    if (place === undefined)
      throw new Error(`${name} has no lane ${id}; it has ${[...places.keys()].join(', ')}`);
    return place;
  };
  const last = Math.max(...places.values());
  const drawn: string[] = [];
  let right = last + widthOf(lanes.at(-1)?.title ?? '') / 2;
  let y = MARGIN + HEAD + 10;
  for (const row of rows) {
    const part = drawnRow(row, at, y, last);
    drawn.push(part.svg);
    right = Math.max(right, part.right);
    y += part.height;
  }
  const width = Math.ceil(right + MARGIN);
  const height = Math.ceil(y + MARGIN);
  const lifelines = [...places.values()].map(
    (x) =>
      `<line class="line" x1="${String(x)}" y1="${String(MARGIN + HEAD)}" x2="${String(x)}" y2="${String(height - MARGIN)}" stroke="${COLOURS.line}" stroke-width="0.8" stroke-dasharray="2 4"/>`,
  );
  const heads = lanes.map(({ id, title }) => laneHead(at(id), title));
  const content = [...lifelines, ...heads, ...drawn].join('\n');
  return { name, alt, width, svg: svgDocument(width, height, alt, content) };
}

/** The middle of each lane. */
function placed(lanes: readonly Lane[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const narrowest = Math.max(NARROWEST_LANE, Math.min(240, WIDTH / lanes.length));
  let x = MARGIN;
  for (const { id, title } of lanes) {
    const width = Math.max(narrowest, widthOf(title) + 14);
    places.set(id, x + width / 2);
    x += width;
  }
  return places;
}

const widthOf = (text: string): number => text.length * LETTER_WIDTH + 16;

function laneHead(x: number, title: string): string {
  const width = widthOf(title);
  return `${box(x - width / 2, MARGIN, width, HEAD - 6)}
<text x="${String(x)}" y="${String(MARGIN + 19)}" text-anchor="middle" font-weight="bold" font-size="${String(LETTERS)}" fill="${COLOURS.ink}">${escaped(title)}</text>`;
}

interface DrawnRow {
  readonly svg: string;
  readonly height: number;
  /** How far to the right it reaches. */
  readonly right: number;
}

function drawnRow(row: SequenceRow, at: (id: string) => number, y: number, last: number): DrawnRow {
  switch (row.kind) {
    case 'phase':
      return phase(row.text, y, last);
    case 'note':
      return note(at(row.at), row.text, y);
    case 'message': {
      const { from, to, also = [], text, answer = false } = row;
      return message(at(from), [to, ...also].map(at), text, answer, y);
    }
  }
}

function phase(text: string, y: number, last: number): DrawnRow {
  const lines = wrapped(text, last);
  const height = lines.length * LINE + 10;
  return {
    svg: `${box(MARGIN / 2, y, last + MARGIN, height, 'group')}\n${texts(lines, MARGIN, y + 5, 'font-weight="bold"')}`,
    height: height + 12,
    right: Math.max(last + MARGIN, MARGIN + widest(lines)),
  };
}

function note(x: number, text: string, y: number): DrawnRow {
  const lines = wrapped(text, WIDEST_TEXT);
  const width = widest(lines) + 10;
  const height = lines.length * LINE + 8;
  const left = Math.max(MARGIN / 2, x - 14);
  return {
    svg: `${box(left, y, width, height)}\n${texts(lines, left + 8, y + 4)}`,
    height: height + 12,
    right: left + width,
  };
}

function message(from: number, to: readonly number[], text: string, answer: boolean, y: number): DrawnRow {
  const [target = from] = to;
  const ends = [from, ...to];
  const left = Math.min(...ends);
  const far = Math.max(...ends);
  const lines = wrapped(text, Math.max(WIDEST_TEXT, far - left - 16));
  const line = y + lines.length * LINE + 6;
  const width = widest(lines);
  const heads = [...new Set(to)].map((x) => (x === target ? arrowHead(x, line, from < x) : dot(x, line)));
  const svg = [
    texts(lines, left + 8, y, halo('paper')),
    `<line class="line" x1="${String(left)}" y1="${String(line)}" x2="${String(far)}" y2="${String(line)}" stroke="${COLOURS.line}" stroke-width="1.4"${answer ? ' stroke-dasharray="5 4"' : ''}/>`,
    ...heads,
  ].join('\n');
  return { svg, height: line - y + 12, right: left + 8 + width };
}

const arrowHead = (x: number, y: number, toRight: boolean): string => {
  const back = toRight ? x - 9 : x + 9;
  return `<polygon class="head" points="${String(x)},${String(y)} ${String(back)},${String(y - 4.5)} ${String(back)},${String(y + 4.5)}" fill="${COLOURS.line}"/>`;
};

const dot = (x: number, y: number): string =>
  `<circle class="head" cx="${String(x)}" cy="${String(y)}" r="3.5" fill="${COLOURS.line}"/>`;

const box = (x: number, y: number, width: number, height: number, kind: 'box' | 'group' = 'box'): string =>
  `<rect class="${kind}" x="${String(x)}" y="${String(y)}" width="${String(width)}" height="${String(height)}" rx="4" fill="${COLOURS[kind]}" stroke="${COLOURS.line}"/>`;

const texts = (lines: readonly string[], x: number, y: number, attributes = ''): string =>
  lines
    .map(
      (line, index) =>
        `<text x="${String(x)}" y="${String(y + LINE * (index + 1) - 4)}" font-size="${String(LETTERS)}" ${attributes} fill="${COLOURS.ink}">${escaped(line)}</text>`,
    )
    .join('\n');

const widest = (lines: readonly string[]): number =>
  Math.max(...lines.map((line) => line.length)) * LETTER_WIDTH + 4;

/** In lines of at most so many pixels; a word is never broken. */
function wrapped(text: string, pixels: number): readonly string[] {
  const most = Math.max(12, Math.floor(pixels / LETTER_WIDTH));
  return text.split(/\s+/).reduce<string[]>((lines, word) => {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > most) return [...lines, word];
    return [...lines.slice(0, -1), `${line} ${word}`];
  }, []);
}
