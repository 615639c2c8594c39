import { readFileSync } from 'node:fs';
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';

type Path = readonly (string | number)[];

/** A scenario or runbook file that is not valid; the message has a line `file:line: …` for every problem. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** A validated YAML file that still knows where each value stands. */
export interface LocatedYaml<T> {
  readonly file: string;
  readonly value: T;
  /** `file:line: message`, at the value of a path or the nearest thing around it. */
  readonly at: (path: Path, message: string) => string;
}

/** Reads and validates a YAML file; throws a DefinitionError that lists every problem, or what reading throws. */
export function readLocatedYaml<S extends z.ZodType>(
  file: string,
  shownAs: string,
  schema: S,
): LocatedYaml<z.infer<S>> {
  return parseLocatedYaml(readFileSync(file, 'utf8'), shownAs, schema);
}

export function parseLocatedYaml<S extends z.ZodType>(
  text: string,
  file: string,
  schema: S,
): LocatedYaml<z.infer<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const place = (offset: number, message: string): string =>
    `${file}:${String(lines.linePos(offset).line)}: ${message}`;
  if (document.errors.length > 0) {
    throw new DefinitionError(
      document.errors.map((error) => place(error.pos[0], `${firstLine(error.message)}; expected YAML`)),
    );
  }
  const at = (path: Path, message: string): string => place(offsetOf(document, path), message);
  const parsed = schema.safeParse(document.toJS(), { reportInput: true });
  if (parsed.success) return { file, value: parsed.data, at };
  throw new DefinitionError(
    parsed.error.issues.flatMap((issue) => {
      const path = issue.path.filter((part): part is string | number => typeof part !== 'symbol');
      if (issue.code !== 'unrecognized_keys') return [at(path, describe(issue, path.join('.')))];
      return issue.keys.map((key) => at([...path, key], `key "${key}" is unknown; expected only known keys`));
    }),
  );
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').replace(/ at line \d+.*$/, '');

function describe(issue: z.core.$ZodIssue, name: string): string {
  const expected =
    issue.code === 'invalid_type'
      ? `expected ${issue.expected}`
      : issue.code === 'invalid_value'
        ? `expected ${issue.values.map(String).join(', ')}`
        : issue.message;
  // A refinement's: of the whole, and said in full.
  if (issue.code === 'custom' && typeof issue.input === 'object') return `${name}: ${issue.message}`;
  if (issue.input === undefined) return `${name} is missing; ${expected}`;
  const found = typeof issue.input === 'object' ? 'a structure' : JSON.stringify(issue.input);
  return `${name} is ${found}; ${expected}`;
}

/** The offset of the deepest part of a path that is in the source. A mapping's entry stands where its key does. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (isNode(pair?.key) && pair.key.range) return pair.key.range[0];
      continue;
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return isNode(document.contents) && document.contents.range ? document.contents.range[0] : 0;
}
