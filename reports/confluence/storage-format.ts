import XMLBuilder from 'fast-xml-builder';
import { harmless, oneLine } from './harmless-text';

/** Elements of Confluence's storage format that pages are made of: XHTML, macros (`ac:`), and what they point to (`ri:`). */
export const elementNames = [
  ...['h1', 'h2', 'h3', 'p', 'br', 'strong', 'em', 'code', 'ul', 'ol', 'li'],
  ...['table', 'tbody', 'tr', 'th', 'td'],
  ...['ac:structured-macro', 'ac:parameter', 'ac:rich-text-body', 'ac:plain-text-body'],
  ...['ac:image', 'ri:attachment', 'ac:link', 'ac:plain-text-link-body', 'ri:page'],
] as const;
export type ElementName = (typeof elementNames)[number];

const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';

/** An element, a text or a CDATA section as the XML library takes it. */
export type StorageNode = Readonly<Record<string, unknown>>;
/** What an element may be given: texts are made harmless on their way in. */
export type Part = StorageNode | string | number | undefined | readonly Part[];

export function element(
  name: ElementName,
  attributes: Readonly<Record<string, string>>,
  ...parts: readonly Part[]
): StorageNode {
  const safe = Object.entries(attributes).map(([key, value]) => [key, oneLine(value)] as const);
  return { [name]: nodesOf(parts), ...(safe.length === 0 ? {} : { [ATTRIBUTES]: Object.fromEntries(safe) }) };
}

/** A text that is kept as it is, line by line; the builder splits `]]>` over two sections. */
export const cdata = (text: string): StorageNode => ({ [CDATA]: [{ [TEXT]: harmless(text) }] });

/** Parts as storage format, without a root element, as the `value` of `body.storage` has it. */
export const storageFormat = (parts: readonly Part[]): string => builder.build(nodesOf(parts));

/** An element around storage format that somebody else wrote, which stays as it is, to the byte. */
export const around = (wrapped: (verbatim: StorageNode) => StorageNode, storage: string): string =>
  verbatimBuilder.build([wrapped({ 'ac:rich-text-body': [{ [TEXT]: storage }] })]);

function nodesOf(parts: readonly Part[]): StorageNode[] {
  return parts.flatMap((part): StorageNode[] => {
    if (part === undefined) return [];
    if (typeof part === 'string' || typeof part === 'number') return [{ [TEXT]: harmless(String(part)) }];
    return isList(part) ? nodesOf(part) : [part];
  });
}

const isList = (part: Part): part is readonly Part[] => Array.isArray(part);

const options = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
  cdataPropName: CDATA,
};
const builder = new XMLBuilder(options);
const verbatimBuilder = new XMLBuilder({ ...options, stopNodes: ['*.ac:rich-text-body'] });
