import type { Form } from './named-secret';

/** A part of a text that is a secret's, end exclusive. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

export type FindRuns = (text: string) => readonly Run[];

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
 * Every process makes one when it starts, of some ten thousand grams: hence no object for each.
 */
export function createFragmentIndex(forms: readonly Form[]): FindRuns {
  const anchors = createAnchors(forms);
  const filter = createFilter(anchors.hashes);
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
      for (let anchor = anchors.first(hash); anchor >= 0; anchor = anchors.next(anchor)) {
        const run = runAround(text, start, forms[anchors.form(anchor)] as Form, anchors.offset(anchor));
        if (run !== undefined) runs.push(run);
      }
    }
    return apart(runs);
  };
}

/** The piece of a form around its gram at `start`, if it is there and long enough. */
function runAround(text: string, start: number, form: Form, offset: number): Run | undefined {
  if (!text.startsWith(form.text.slice(offset, offset + GRAM), start)) return undefined;
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

function hashAt(text: string, start: number): number {
  let hash = 0;
  for (let at = start; at < start + GRAM; at += 1) hash = (Math.imul(hash, BASE) + text.charCodeAt(at)) | 0;
  return hash;
}

/** Where grams of forms stand, numbered, and to be found by their hash; -1 for none. */
interface Anchors {
  readonly hashes: Int32Array;
  /** One whose gram may have this hash. */
  first(hash: number): number;
  /** Another that was found by the same hash. */
  next(anchor: number): number;
  form(anchor: number): number;
  offset(anchor: number): number;
}

function createAnchors(forms: readonly Form[]): Anchors {
  const grams = forms.map(({ text }) => Math.max(0, Math.floor((text.length - GRAM) / STRIDE) + 1));
  const count = grams.reduce((sum, each) => sum + each, 0);
  const shift = 32 - Math.max(4, Math.ceil(Math.log2(2 * count + 1)));
  const heads = new Int32Array(2 ** (32 - shift)).fill(-1);
  const [hashes, next] = [new Int32Array(count), new Int32Array(count)];
  const [formOf, offsetOf] = [new Int32Array(count), new Int32Array(count)];
  let anchor = 0;
  forms.forEach(({ text }, form) => {
    for (let offset = 0; offset + GRAM <= text.length; offset += STRIDE) {
      const hash = hashAt(text, offset);
      const head = Math.imul(hash, SPREAD) >>> shift;
      [hashes[anchor], formOf[anchor], offsetOf[anchor]] = [hash, form, offset];
      next[anchor] = heads[head] as number;
      heads[head] = anchor;
      anchor += 1;
    }
  });
  return {
    hashes,
    first: (hash) => heads[Math.imul(hash, SPREAD) >>> shift] as number,
    next: (each) => next[each] as number,
    form: (each) => formOf[each] as number,
    offset: (each) => offsetOf[each] as number,
  };
}

/** A set bit for each hash, and hardly any other: sixteen times as many bits as hashes, and more. */
interface Filter {
  readonly words: Uint32Array;
  /** From a spread hash to its bit. */
  readonly shift: number;
}

function createFilter(hashes: Int32Array): Filter {
  const bits = Math.max(10, Math.ceil(Math.log2(16 * (hashes.length + 1))));
  const shift = 32 - bits;
  const words = new Uint32Array(2 ** (bits - 5));
  for (const hash of hashes) {
    const bit = Math.imul(hash, SPREAD) >>> shift;
    words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
  return { words, shift };
}
