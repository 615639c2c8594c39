import { readFileSync } from 'node:fs';
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { Environment } from './environment';
import { checkEnvironment, type Problem } from './environment-checks';
import { environmentSchema, type EnvironmentFile } from './environment-schema';

/** An environment file that is not valid; the message has a line `file:line:col: …` for every problem. */
export class EnvironmentFileError extends Error {
  override readonly name = 'EnvironmentFileError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * Reads and validates an environment file. Throws an EnvironmentFileError that lists every problem with its place,
 * what was expected and what to do; throws what `readFileSync` throws when the file cannot be read.
 */
export function readEnvironment(file: string): Environment {
  return parseEnvironment(readFileSync(file, 'utf8'), file);
}

/** As `readEnvironment`, of a text; `file` is the name that the problems carry. */
export function parseEnvironment(text: string, file: string): Environment {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number, message: string): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${String(line)}:${String(col)}: ${message}`;
  };
  if (document.errors.length > 0) {
    throw new EnvironmentFileError(
      document.errors.map((error) =>
        at(error.pos[0], `${error.message.split(' at line ')[0] ?? ''}; expected YAML; correct the syntax`),
      ),
    );
  }
  const refuse = (problems: readonly Problem[]): never => {
    const placed = problems.map((problem) => ({ problem, offset: offsetOf(document, problem) }));
    placed.sort((one, other) => one.offset - other.offset);
    throw new EnvironmentFileError(placed.map(({ problem, offset }) => at(offset, problem.message)));
  };
  const shape = environmentSchema.safeParse(document.toJS(), { reportInput: true });
  if (!shape.success) return refuse(shape.error.issues.flatMap(problemsOf));
  const problems = checkEnvironment(shape.data);
  if (problems.length > 0) return refuse(problems);
  return environmentFrom(shape.data);
}

/** Where a path begins in the source: the value's offset, or that of the nearest thing around it. */
function offsetOf(document: Document, problem: Problem): number {
  const { path } = problem;
  for (let length = path.length; length >= 0; length -= 1) {
    const parent = length === 0 ? undefined : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === key);
      // A problem of the whole value is shown at its key, one of a scalar at the scalar itself.
      const shown = isScalar(pair?.value) && problem.key !== true ? pair.value : pair?.key;
      if (isNode(shown) && shown.range) return shown.range[0];
      continue;
    }
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

const shown = (value: unknown): string => {
  if (value === null) return 'nothing';
  return typeof value === 'object' ? (Array.isArray(value) ? 'a list' : 'a mapping') : JSON.stringify(value);
};

const kinds: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/** A schema issue in the project's words: what is wrong; expected …; what to do. */
function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const name = path.join('.');
  const missing = issue.input === undefined && issue.code !== 'custom';
  const say = (expected: string, todo: string): readonly Problem[] => [
    {
      path,
      message: missing
        ? `${name} is missing; expected ${expected}; add it`
        : `${name} is ${shown(issue.input)}; expected ${expected}; ${todo}`,
    },
  ];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        key: true,
        message: `key "${key}" is unknown${name === '' ? '' : ` in ${name}`}; expected only known keys; correct its spelling or take it out`,
      }));
    case 'invalid_type':
      return say(kinds[issue.expected] ?? issue.expected, 'correct the type');
    case 'invalid_value':
      return say(issue.values.map(String).join(', '), 'choose one of these');
    case 'invalid_union':
      return [
        {
          path,
          message: `${name} is unknown; expected ssh, ldap, mysql, ping, http, https or nrpe; choose one of these`,
        },
      ];
    case 'too_small':
      return say(`at least ${String(issue.minimum)}`, 'raise it');
    case 'too_big':
      return say(`at most ${String(issue.maximum)}`, 'lower it');
    case 'invalid_key':
      return [{ path, message: `${name}: ${issue.issues.map(({ message }) => message).join('; ')}` }];
    case 'invalid_format':
      return issue.message.startsWith('expected ')
        ? [{ path, message: `${name} is ${shown(issue.input)}; ${issue.message}` }]
        : say(
            `a text ${issue.pattern === undefined ? `of format ${issue.format}` : `matching ${issue.pattern}`}`,
            'correct it',
          );
    default:
      return [{ path, message: `${name} is ${shown(issue.input)}; ${issue.message}` }];
  }
}

const named = <T>(record: Readonly<Record<string, T>>): readonly (T & { readonly name: string })[] =>
  Object.entries(record).map(([name, value]) => ({ name, ...value }));

function environmentFrom(file: EnvironmentFile): Environment {
  return {
    ...file,
    network: { ...file.network, subnets: named(file.network.subnets) },
    instances: named(file.instances).map(({ volume, profile, ...instance }) => ({
      ...instance,
      ...(profile === undefined ? {} : { profile }),
      volume: { sizeGiB: volume.size, mount: volume.mount, device: volume.device },
    })),
  };
}
