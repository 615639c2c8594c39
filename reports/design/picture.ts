/** A drawing of a page, as SVG that needs neither scripts nor fonts nor a style sheet from elsewhere. */
export interface Picture {
  /** Without ending: `network`. */
  readonly name: string;
  /** What it shows, for those who do not see it. */
  readonly alt: string;
  readonly svg: string;
  /** In CSS pixels. */
  readonly width: number;
}

/** The size of letters in CSS pixels. */
export const LETTERS = 13;

/** Black on white, and tints that hold no meaning: what a line means is in its shape and its words. */
export const COLOURS = {
  paper: '#ffffff',
  ink: '#1b1b1b',
  line: '#4a4f57',
  accent: '#0072b2',
  group: '#f3f5f7',
  box: '#ffffff',
} as const;

/** The same pictures on a dark page. Printers and what knows no media queries take the attributes. */
const STYLE = `
@media screen and (prefers-color-scheme: dark) {
  .paper { fill: #161616; }
  text { fill: #ececec; }
  .on-paper { stroke: #161616; }
  .on-group { stroke: #202326; }
  .group { fill: #202326; stroke: #7d838b; }
  .box { fill: #2b2f33; stroke: #b3b8be; }
  .line { stroke: #b3b8be; }
  .head { fill: #b3b8be; stroke: #b3b8be; }
  .accent .line { stroke: #56b4e9; }
  .accent .head { fill: #56b4e9; stroke: #56b4e9; }
}`;

/** A whole SVG document. `content` is markup. */
export function svgDocument(width: number, height: number, alt: string, content: string): string {
  const size = `width="${String(width)}" height="${String(height)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="${escaped(alt)}" font-family="system-ui, sans-serif">
<style>${STYLE}
</style>
<rect class="paper" ${size} fill="${COLOURS.paper}"/>
${content}
</svg>
`;
}

/** What a text has that stands on lines, which do not run through its letters then. */
export const halo = (on: 'paper' | 'group'): string =>
  `class="on-${on}" paint-order="stroke" stroke="${COLOURS[on]}" stroke-width="4" stroke-linejoin="round"`;

/** A text as XML has it between tags and in an attribute. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${String(character.charCodeAt(0))};`);
