import { XMLParser } from 'fast-xml-parser';
import { panelAround } from './macros';
import { around } from './storage-format';

/** The panel in which people write: what stands in it is kept, to the byte, whenever the page is made anew. */
export const NOTES_TITLE = 'Notes (Firedrill keeps what is written here)';

/** What a new page has there. */
const NOTHING_YET = '<p>Nothing yet.</p>';

const MACRO = 'ac:structured-macro';
const BODY = 'ac:rich-text-body';

/** The panel, with what people wrote as it is. */
export const notesSection = (notes: string | undefined): string =>
  around((body) => panelAround(NOTES_TITLE, body), notes ?? NOTHING_YET);

/**
 * What people wrote in the panel, as storage format; undefined where the page has none. Where somebody has copied it, the
 * notes of each, one after the other. It is found wherever it was moved to: in a column of the page, in another macro.
 */
export function notesIn(storage: string): string | undefined {
  const found = sectionsIn(storage);
  return found.length === 0 ? undefined : found.join('');
}

/** The page without what people wrote in the panel: by it an edit elsewhere is known. */
export function withoutNotes(storage: string): string {
  return sectionsIn(storage)
    .filter((notes) => notes !== '')
    .reduce((rest, notes) => {
      const at = rest.indexOf(`<${BODY}>${notes}</${BODY}>`);
      return at < 0 ? rest : rest.slice(0, at) + rest.slice(at).replace(notes, () => '');
    }, storage);
}

/**
 * What a reader sees of the page besides the notes: texts, and the names of what is linked and shown. Confluence and its editor
 * give macros ids and tables classes, write entities in their own way and join lines; none of that is another text.
 */
export function visibleWithoutNotes(storage: string): string {
  const nodes = reader.parse(`<storage>${withoutNotes(storage)}</storage>`) as readonly Ordered[];
  return visible(nodes).join(' ').replace(/\s+/g, ' ').trim();
}

function visible(nodes: readonly Ordered[]): readonly string[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@') ?? '';
    const content = node[name];
    if (name === '#text') return [String(content)];
    const inside = Array.isArray(content) ? visible(content as readonly Ordered[]) : [];
    if (!name.startsWith('ri:')) return inside;
    return [...Object.values((node[':@'] as Ordered | undefined) ?? {}).map(String), ...inside];
  });
}

type Ordered = Readonly<Record<string, unknown>>;

// Bodies are stop nodes: the library gives their text as it stands, entities, comments and CDATA sections included.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  processEntities: false,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  cdataPropName: '#cdata',
  stopNodes: [`..${BODY}`],
});

const reader = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  htmlEntities: true,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
});

function sectionsIn(storage: string): readonly string[] {
  return inNodes(parser.parse(`<storage>${storage}</storage>`) as readonly Ordered[]);
}

function inNodes(nodes: readonly Ordered[]): readonly string[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@');
    const children = name === undefined ? undefined : node[name];
    if (!Array.isArray(children)) return [];
    const inside = children as readonly Ordered[];
    const body = inside.find((child) => BODY in child);
    if (name !== MACRO || body === undefined) return inNodes(inside);
    const raw = textOf(body[BODY]);
    return isNotes(node, inside) ? [raw] : sectionsIn(raw);
  });
}

function isNotes(node: Ordered, inside: readonly Ordered[]): boolean {
  const named = (one: Ordered): unknown => (one[':@'] as Ordered | undefined)?.['ac:name'];
  if (named(node) !== 'panel') return false;
  const title = inside.find((child) => 'ac:parameter' in child && named(child) === 'title');
  return title !== undefined && textOf(title['ac:parameter']) === NOTES_TITLE;
}

function textOf(nodes: unknown): string {
  if (!Array.isArray(nodes)) return '';
  return (nodes as readonly Ordered[])
    .map(({ '#text': text }) => (typeof text === 'string' ? text : ''))
    .join('');
}
