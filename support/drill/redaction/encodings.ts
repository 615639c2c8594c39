/** How texts are written where another syntax holds them. Each returns the ways that differ, the text itself not among them. */

/** JSON's escapes as JavaScript writes them, as Python does (ASCII only), and those of JSON within JSON. */
export function jsonEscaped(text: string): readonly string[] {
  const once = JSON.stringify(text).slice(1, -1);
  const ascii = once.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [once, ascii, JSON.stringify(once).slice(1, -1)];
}

/** As text and as attribute, with the two spellings of an apostrophe. */
export function xmlEscaped(text: string): readonly string[] {
  const content = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const attribute = content.replaceAll('"', '&quot;');
  return [
    content,
    attribute,
    attribute.replaceAll("'", '&#39;'),
    attribute.replaceAll("'", '&apos;'),
    attribute.replaceAll("'", '&#x27;'),
  ];
}

/** Within a POSIX shell's single quotes. */
export const shellQuoted = (text: string): readonly string[] => [text.replaceAll("'", `'\\''`)];

/** As `encodeURIComponent`, RFC 3986 and forms have it; with capital and with small hexadecimal digits. */
export function urlEncoded(text: string): readonly string[] {
  // Half a surrogate pair has no encoding; as bytes it is written as this.
  const usual = encodeURIComponent(text.replace(LONE_SURROGATE, '\ufffd'));
  const strict = percentEncoded(usual, /[!'()*]/g);
  const form = percentEncoded(usual, /[!'()~]/g).replaceAll('%20', '+');
  const upper = [usual, strict, form];
  return [...upper, ...upper.map(lowerEscapes)];
}

const LONE_SURROGATE = /\p{Surrogate}/gu;

const percentEncoded = (text: string, characters: RegExp): string =>
  text.replace(characters, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const lowerEscapes = (text: string): string =>
  text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());

export function hexadecimal(text: string): readonly string[] {
  const lower = Buffer.from(text).toString('hex');
  return [lower, lower.toUpperCase()];
}

/** A text in base64 and how many characters before and after it are made of its bits, and of others'. */
export interface Base64 {
  readonly text: string;
  readonly before: number;
  readonly after: number;
}

/**
 * Base64 (and base64url) of the text alone and of its middle wherever it stands in something longer, as a password
 * does in `Basic`: at each of the three alignments, the characters that nothing but the text decides.
 */
export function base64Encoded(text: string): readonly Base64[] {
  const bytes = Buffer.from(text);
  const within = [0, 1, 2].map((shift) => {
    const [start, end] = [(8 * shift) / 6, (8 * (shift + bytes.length)) / 6];
    return {
      text: Buffer.concat([Buffer.alloc(shift), bytes])
        .toString('base64')
        .slice(Math.ceil(start), Math.floor(end)),
      before: Math.ceil(start) - Math.floor(start),
      after: Math.ceil(end) - Math.floor(end),
    };
  });
  const all = [{ text: bytes.toString('base64'), before: 0, after: 0 }, ...within];
  return [
    ...all,
    ...all.map((each) => ({ ...each, text: each.text.replaceAll('+', '-').replaceAll('/', '_') })),
  ];
}
