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
    let from = 0;
    let hash = 0;
    for (let at = 0; at < text.length; at += 1) {
      hash = (Math.imul(hash, BASE) + text.charCodeAt(at)) | 0;
      if (at - from >= GRAM) hash = (hash - Math.imul(text.charCodeAt(at - GRAM), power)) | 0;
      const bit = Math.imul(hash, SPREAD) >>> filter.shift;
      if (((filter.words[bit >>> 5] as number) & (1 << (bit & 31))) === 0 || at - from < GRAM - 1) continue;
      const start = at - GRAM + 1;
      const run = longest(text, start, from, anchors.get(text.slice(start, at + 1)) ?? []);
      if (run === undefined) continue;
      runs.push(run);
      from = run.end;
      at = run.end - 1;
      hash = 0;
    }
    return runs;
  };
}

/** The longest piece of a form around the gram at `start`, not reaching before `from`. */
function longest(text: string, start: number, from: number, anchors: readonly Anchor[]): Run | undefined {
  let best: Run | undefined;
  for (const { form, offset } of anchors) {
    let left = 0;
    while (start - left > from && left < offset && text[start - left - 1] === form.text[offset - left - 1])
      left += 1;
    let right = GRAM;
    while (offset + right < form.text.length && text[start + right] === form.text[offset + right]) right += 1;
    if (left + right < form.least) continue;
    const before = left === offset ? form.before : 0;
    const after = offset + right === form.text.length ? form.after : 0;
    const run = {
      start: Math.max(from, start - left - besides(text, start - left - before, start - left)),
      end: start + right + besides(text, start + right, start + right + after),
      name: form.name,
    };
    const more = best === undefined ? 1 : run.end - run.start - (best.end - best.start);
    if (more > 0) best = run;
    else if (more === 0 && best?.name !== run.name) best = { ...run, name: SEVERAL };
  }
  return best;
}

/** How many characters between, of none or one, belong to the base64 around them. */
const besides = (text: string, start: number, end: number): number =>
  BASE64.test(text.slice(Math.max(0, start), end)) ? end - start : 0;

const BASE64 = /^[\w+/-]$/;

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
