import { base64Encoded, jsonEscaped, urlEncoded } from './encodings';

/** A form of a key's text, and whether it is to be seen whole: some of it may be shown elsewhere. */
export interface KeyForm {
  readonly text: string;
  readonly whole: boolean;
}

/** The body between PEM's or OpenSSH's armour, which tells nothing; undefined for a text that has none. */
export const keyBody = (text: string): string | undefined =>
  /-----BEGIN [^-\n]*PRIVATE KEY-----\s+([^-]*?)\s+-----END /.exec(text)?.[1];

/** So many characters in common with what is published are no chance. */
const COMMON = 8;

/**
 * Every way in which a private key's body travels: whole, line by line (a log has its own beginning before each, YAML
 * indents them), wrapped anew, and encoded in any of these. Of what it shares with what is published (a public half, a
 * certificate's modulus) only whole lines count, so that a public key is not taken for a private one.
 */
export function keyForms(body: string, published: readonly string[]): readonly KeyForm[] {
  const lines = body.split(/\s+/);
  const shared = sharedWith(lines.join(''), published);
  const parts: string[] = [];
  const touched: string[] = [];
  let start = 0;
  for (const line of lines) {
    const common = shared.slice(start, start + line.length);
    const own = line.replace(/./g, (character, index: number) => (common[index] === true ? ' ' : character));
    parts.push(own);
    if (common.includes(true)) touched.push(line);
    start += line.length;
  }
  const pieces = parts.join('\n').split(/ [ \n]*/);
  const linePieces = pieces.flatMap((piece) => piece.split('\n'));
  const joined = parts.join('').split(/ +/);
  return [
    ...pieces.flatMap((piece) => [piece, ...jsonEscaped(piece), ...urlEncoded(piece), ...base64(piece)]),
    ...joined.flatMap((piece) => [piece, ...urlEncoded(piece)]),
    ...linePieces.flatMap((piece) => base64(piece)),
  ]
    .map((text): KeyForm => ({ text, whole: false }))
    .concat(
      touched
        .flatMap((line) => [line, ...urlEncoded(line), ...base64(line)])
        .map((text) => ({ text, whole: true })),
    );
}

const base64 = (text: string): readonly string[] => base64Encoded(text).map((each) => each.text);

/** For each character of the body whether what is published has it in the same company. */
function sharedWith(body: string, published: readonly string[]): boolean[] {
  const known = new Set<string>();
  for (const text of published.map(withoutArmour)) {
    for (let at = 0; at + COMMON <= text.length; at += 1) known.add(text.slice(at, at + COMMON));
  }
  const shared = new Array<boolean>(body.length).fill(false);
  if (known.size === 0) return shared;
  for (let at = 0; at + COMMON <= body.length; at += 1) {
    if (known.has(body.slice(at, at + COMMON))) shared.fill(true, at, at + COMMON);
  }
  return shared;
}

const withoutArmour = (text: string): string => text.replace(/-----[^-]*-----/g, '').replace(/[\r\n]/g, '');
