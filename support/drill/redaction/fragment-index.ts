import type { Form } from './named-secret';

/** A part of a text that is a secret's, end exclusive. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

export type FindRuns = (text: string) => readonly Run[];

interface Anchor {
  readonly form: Form;
  readonly offset: number;
}

const GRAM = 8;
const STRIDE = 9;

/** Every piece of a form that has this many characters holds one of the form's grams, wherever it begins. */
export const FRAGMENT = GRAM + STRIDE - 1;

/** What is said where a text could be one secret's as well as another's. */
export const SEVERAL = 'several secrets';

const BASE = 0x01000193;
const SPREAD = 0x9e3779b1;

/**
 * Finds pieces of long forms in a text, also cut or wrapped ones, in one pass that costs the same for one secret and
 * for a hundred: each form has every ninth of its 8-character grams in a table, a rolling hash goes over all grams of
 * the text, a bit filter lets few of them through to the table, and what is found there is followed to both sides.
 */
export function createFragmentIndex(forms: readonly Form[]): FindRuns {
  const anchors = new Map<string, Anchor[]>();
  for (const form of forms) {
    for (let offset = 0; offset + GRAM <= form.text.length; offset += STRIDE) {
      const gram = form.text.slice(offset, offset + GRAM);
      const known = anchors.get(gram);
      if (known === undefined) anchors.set(gram, [{ form, offset }]);
      else known.push({ form, offset });
    }
  }
  const filter = createFilter([...anchors.keys()].map(hashOf));
  let power = 1;
  for (let count = 0; count < GRAM; count += 1) power = Math.imul(power, BASE);

  return (text) => {
    const runs: Run[] = [];
    let hash = 0;
    for (let at = 0; at < text.length; at += 1) {
      hash = (Math.imul(hash, BASE) + text.charCodeAt(at)) | 0;
      if (at >= GRAM) hash = (hash - Math.imul(text.charCodeAt(at - GRAM), power)) | 0;
      const bit = Math.imul(hash, SPREAD) >>> filter.shift;
      if (((filter.words[bit >>> 5] as number) & (1 << (bit & 31))) === 0 || at < GRAM - 1) continue;
      const start = at - GRAM + 1;
      for (const anchor of anchors.get(text.slice(start, at + 1)) ?? []) {
        const run = runAround(text, start, anchor);
        if (run !== undefined) runs.push(run);
      }
    }
    return apart(runs);
  };
}

/** The piece of a form around its gram at `start`, if it is long enough. */
function runAround(text: string, start: number, { form, offset }: Anchor): Run | undefined {
  let left = 0;
  while (left < offset && start > left && text[start - left - 1] === form.text[offset - left - 1]) left += 1;
  let right = GRAM;
  while (offset + right < form.text.length && text[start + right] === form.text[offset + right]) right += 1;
  if (left + right < form.least) return undefined;
  const isFirst = left === offset;
  const isLast = offset + right === form.text.length;
  const piece = text.slice(start - left, start + right);
  const from = start - left + (isFirst ? 0 : strayBefore(piece));
  const to = start + right - (isLast ? 0 : strayAfter(piece));
  return {
    start: from - (isFirst ? besides(text, from - form.before, from) : 0),
    end: to + (isLast ? besides(text, to, to + form.after) : 0),
    name: form.name,
  };
}

/**
 * A key has lines, and so has what shows it: a line's end in common, and by chance a character of the next one, are no
 * piece of the key. So many characters of a line that a piece only touches are.
 */
const strayBefore = (piece: string): number => /^[^\n]{0,7}\n/.exec(piece)?.[0].length ?? 0;
const strayAfter = (piece: string): number => /\n[^\n]{0,7}$/.exec(piece)?.[0].length ?? 0;

/** How many characters between, of none or one, belong to the base64 around them. */
const besides = (text: string, start: number, end: number): number =>
  BASE64.test(text.slice(Math.max(0, start), end)) ? end - start : 0;

const BASE64 = /^[\w+/-]$/;

/** Forms have pieces in common: of what overlaps the longest counts, and what goes on beyond it. */
function apart(runs: readonly Run[]): readonly Run[] {
  const result: Run[] = [];
  for (const run of [...runs].sort((one, other) => one.start - other.start || other.end - one.end)) {
    const last = result.at(-1);
    if (last === undefined || run.start >= last.end) result.push(run);
    else if (run.end > last.end) {
      if (run.name === last.name) result[result.length - 1] = { ...last, end: run.end };
      else result.push({ ...run, start: last.end });
    } else if (run.start === last.start && run.end === last.end && run.name !== last.name)
      result[result.length - 1] = { ...last, name: SEVERAL };
  }
  return result;
}

function hashOf(gram: string): number {
  let hash = 0;
  for (let at = 0; at < gram.length; at += 1) hash = (Math.imul(hash, BASE) + gram.charCodeAt(at)) | 0;
  return hash;
}

/** A set bit for each hash, and hardly any other: sixteen times as many bits as hashes, and more. */
interface Filter {
  readonly words: Uint32Array;
  /** From a spread hash to its bit. */
  readonly shift: number;
}

function createFilter(hashes: readonly number[]): Filter {
  const bits = Math.max(10, Math.ceil(Math.log2(16 * (hashes.length + 1))));
  const shift = 32 - bits;
  const words = new Uint32Array(2 ** (bits - 5));
  for (const hash of hashes) {
    const bit = Math.imul(hash, SPREAD) >>> shift;
    words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
  return { words, shift };
}
