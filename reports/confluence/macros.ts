import { cdata, element, type Part, type StorageNode } from './storage-format';

interface MacroShape {
  readonly parameters: readonly string[];
  readonly body: 'none' | 'rich' | 'plain';
}

/** The macros that pages use, with their parameters and the kind of their body, as Confluence's documentation has them. */
export const macroShapes: Readonly<Record<string, MacroShape>> = {
  status: { parameters: ['colour', 'title', 'subtle'], body: 'none' },
  info: { parameters: ['title', 'icon'], body: 'rich' },
  tip: { parameters: ['title', 'icon'], body: 'rich' },
  note: { parameters: ['title', 'icon'], body: 'rich' },
  warning: { parameters: ['title', 'icon'], body: 'rich' },
  panel: { parameters: ['title', 'titleBGColor', 'borderColor'], body: 'rich' },
  expand: { parameters: ['title'], body: 'rich' },
  code: {
    parameters: ['language', 'title', 'theme', 'linenumbers', 'firstline', 'collapse'],
    body: 'plain',
  },
  toc: { parameters: ['minLevel', 'maxLevel', 'style', 'type', 'include', 'exclude'], body: 'none' },
};

function macro(
  name: string,
  parameters: Readonly<Record<string, string>>,
  ...body: readonly StorageNode[]
): StorageNode {
  return element(
    'ac:structured-macro',
    { 'ac:name': name },
    Object.entries(parameters).map(([key, value]) => element('ac:parameter', { 'ac:name': key }, value)),
    body,
  );
}

const rich = (parts: readonly Part[]): StorageNode => element('ac:rich-text-body', {}, parts);

export type StatusColour = 'Grey' | 'Red' | 'Yellow' | 'Green' | 'Blue';

/** A coloured word in the line. */
export const status = (colour: StatusColour, title: string): StorageNode =>
  macro('status', { colour, title });

/** A coloured box with a sign: `warning` is red, `note` yellow, `info` blue, `tip` green. */
export const box = (
  kind: 'info' | 'tip' | 'note' | 'warning',
  title: string,
  ...parts: readonly Part[]
): StorageNode => macro(kind, { title }, rich(parts));

export const panel = (title: string, ...parts: readonly Part[]): StorageNode =>
  macro('panel', { title }, rich(parts));

/** The same with a body that is given as a node. */
export const panelAround = (title: string, body: StorageNode): StorageNode => macro('panel', { title }, body);

/** Hidden until it is clicked. */
export const expand = (title: string, ...parts: readonly Part[]): StorageNode =>
  macro('expand', { title }, rich(parts));

export const code = (text: string, language: 'bash' | 'text' = 'text'): StorageNode =>
  macro('code', { language }, element('ac:plain-text-body', {}, cdata(text)));

export const tableOfContents = (maxLevel: number): StorageNode =>
  macro('toc', { maxLevel: String(maxLevel) });

/** A picture that is attached to the page. */
export const picture = (filename: string, alt: string, width: number): StorageNode =>
  element(
    'ac:image',
    { 'ac:alt': alt, 'ac:width': String(width) },
    element('ri:attachment', { 'ri:filename': filename }),
  );

/** A link to a page of the same space, which is found by its title. */
export const pageLink = (title: string, words: string): StorageNode =>
  element(
    'ac:link',
    {},
    element('ri:page', { 'ri:content-title': title }),
    element('ac:plain-text-link-body', {}, cdata(words)),
  );

export const paragraph = (...parts: readonly Part[]): StorageNode => element('p', {}, parts);

export const heading = (depth: 1 | 2 | 3, ...parts: readonly Part[]): StorageNode =>
  element(`h${depth}`, {}, parts);

export const list = (items: readonly Part[]): StorageNode =>
  element(
    'ul',
    {},
    items.map((item) => element('li', {}, item)),
  );

/** Nothing where there are no rows. */
export function table(heads: readonly string[], rows: readonly (readonly Part[])[]): StorageNode | undefined {
  if (rows.length === 0) return undefined;
  const row = (name: 'th' | 'td', cells: readonly Part[]): StorageNode =>
    element(
      'tr',
      {},
      cells.map((cell) => element(name, {}, cell)),
    );
  return element(
    'table',
    {},
    element(
      'tbody',
      {},
      heads.length === 0 ? undefined : row('th', heads),
      rows.map((cells) => row('td', cells)),
    ),
  );
}

/** Prose as the scenarios and the catalogue have it: what stands between backticks or stars is marked; of a link, its words. */
export function prose(text: string): readonly Part[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/).map((piece): Part => {
    const words = /^(?:`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\([^)]+\))$/.exec(piece);
    if (words === null) return piece;
    if (words[1] !== undefined) return element('code', {}, words[1]);
    return words[2] === undefined ? words[3] : element('strong', {}, words[2]);
  });
}
