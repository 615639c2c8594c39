import { keyBody } from '../../drill/redaction/key-forms';
import type { NamedSecret } from '../../drill/redaction/named-secret';
import { textForms } from '../../drill/redaction/text-forms';

/** Characters of a secret that are told to whoever looks for it. */
const PIECE = 16;
/** Of less, what is left of it when a piece is known could be guessed. */
const SHORTEST = 2 * PIECE;

/** A part of a secret by which it is known wherever it stands, and from which nobody has it. */
export interface SoughtSecret {
  readonly name: string;
  /** The part as it is, and encoded as it may be within something else. */
  readonly texts: readonly string[];
}

/**
 * What to look for of each secret: 16 characters from its middle, since those who look are not all to know it. Of a private key
 * they are of a line that no other key has: each begins with what its kind begins with. Throws for one that is too short.
 */
export function piecesOf(secrets: readonly NamedSecret[]): readonly SoughtSecret[] {
  const lines = secrets.map(({ value }) => linesOf(value));
  const common = new Set(lines.flat().filter((line) => lines.filter((of) => of.includes(line)).length > 1));
  return secrets.map(({ name, value }, index) => {
    // The same key may be kept under two names: then its lines are its own all the same.
    const twin = secrets.some((other, at) => at !== index && other.value === value);
    const own = (lines[index] ?? []).filter((line) => line.length >= SHORTEST && (twin || !common.has(line)));
    const line = own[Math.floor(own.length / 2)];
    if (line === undefined) throw new Error(`${name} is too short to be looked for by a part of it`);
    const from = Math.floor((line.length - PIECE) / 2);
    const forms = textForms(line.slice(from, from + PIECE));
    return { name, texts: [...new Set(forms.map(({ text }) => text))] };
  });
}

/** The lines of a private key's body; of anything else, all of it. */
const linesOf = (value: string): readonly string[] => (keyBody(value) ?? value).split(/\s+/);
