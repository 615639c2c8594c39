import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { macroShapes } from './macros';
import { elementNames } from './storage-format';

const SECTION = /<!\[CDATA\[[\s\S]*?\]\]>/g;
const TAG = /<[^>]*>/g;
/** What XML 1.0 has no place for; half a surrogate pair has none either. */
const NO_CHARACTER = /(?![\t\n\r\u007f-\u009f])[\p{Cc}\p{Surrogate}\ufffe\uffff]/u;

/**
 * Why Confluence would refuse this storage format, or undefined. The XML library's validator holds the tags together; what
 * it lets pass and XML does not is looked at here: characters, `]]>` outside of a CDATA section, a bare ampersand.
 */
export function wellFormednessProblem(storage: string): string | undefined {
  const result = XMLValidator.validate(`<storage>${storage}</storage>`);
  if (result !== true) return `${result.err.msg} (line ${result.err.line})`;
  const character = NO_CHARACTER.exec(storage)?.[0];
  if (character !== undefined)
    return `character U+${character.charCodeAt(0).toString(16).padStart(4, '0')} is not allowed in XML`;
  const marked = storage.replace(SECTION, '');
  if (marked.replace(TAG, '').includes(']]>')) return 'text has "]]>" outside of a CDATA section';
  if (/&(?!#\d+;|#x[0-9a-f]+;|[a-z][a-z0-9]*;)/i.test(marked)) return 'an ampersand is not part of an entity';
  return undefined;
}

/**
 * What in storage format of our own making is not an element or a macro that Firedrill uses, has a parameter that the macro
 * does not know or a body of another kind. One line each.
 */
export function vocabularyProblems(storage: string): readonly string[] {
  return problemsIn(parser.parse(`<p>${storage}</p>`) as readonly Ordered[]);
}

type Ordered = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  cdataPropName: '#cdata',
  trimValues: false,
  parseTagValue: false,
});
const known: readonly string[] = elementNames;

function problemsIn(nodes: readonly Ordered[]): readonly string[] {
  return nodes.flatMap((node) => {
    const name = nameOf(node);
    if (name === undefined || name.startsWith('#')) return [];
    const children = childrenOf(node);
    return [
      ...(known.includes(name) ? [] : [`element "${name}" is none that pages use`]),
      ...(name === 'ac:structured-macro' ? macroProblems(node, children) : []),
      ...problemsIn(children),
    ];
  });
}

function macroProblems(node: Ordered, children: readonly Ordered[]): readonly string[] {
  const name = attributeOf(node, 'ac:name');
  const shape = macroShapes[name];
  if (shape === undefined) return [`macro "${name}" is none that pages use`];
  const parameters = children.filter((child) => nameOf(child) === 'ac:parameter');
  const bodies = children.map(nameOf).filter((child) => child?.endsWith('-body'));
  const expected = { none: [], rich: ['ac:rich-text-body'], plain: ['ac:plain-text-body'] }[shape.body];
  return [
    ...parameters
      .map((child) => attributeOf(child, 'ac:name'))
      .filter((parameter) => !shape.parameters.includes(parameter))
      .map((parameter) => `macro "${name}" has no parameter "${parameter}"`),
    ...(bodies.join() === expected.join() ? [] : [`macro "${name}" has the body ${bodies.join() || 'none'}`]),
  ];
}

const nameOf = (node: Ordered): string | undefined => Object.keys(node).find((key) => key !== ':@');

function childrenOf(node: Ordered): readonly Ordered[] {
  const children = node[nameOf(node) ?? ''];
  return Array.isArray(children) ? (children as readonly Ordered[]) : [];
}

function attributeOf(node: Ordered, name: string): string {
  const value = (node[':@'] as Ordered | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}
