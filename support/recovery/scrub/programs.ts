import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { domainOf, webOrigin } from '../../environment/configuration';
import type { Environment } from '../../environment/environment';
import { quote } from '../../hosts/shell';
import type { KnownPeople } from './known-people';

const read = (name: string): string => readFileSync(join(__dirname, `${name}.py`), 'utf8');

/** Modules that each program is made of, in this order; they go to the hosts on their command line, and leave no file there. */
const modules = {
  people: ['ldif', 'people'],
  directory: ['scrubber', 'ldif', 'directory'],
  rows: ['scrubber', 'rows'],
  files: ['files'],
  find: ['scrubber', 'find'],
  egress: ['egress'],
} as const;
export type ScrubProgram = keyof typeof modules;

/** Shell that runs one of the programs beside this file. */
export const program = (name: ScrubProgram, ...words: readonly string[]): string =>
  ['python3', '-c', quote(modules[name].map(read).join('\n')), ...words.map(quote)].join(' ');

/** How a person is shown it. */
export const programText = (name: ScrubProgram, ...words: readonly string[]): string =>
  `python3 ${name}.py ${words.join(' ')}  # support/recovery/scrub: ${modules[name].map((module) => `${module}.py`).join(', ')}`;

/** What a Scrubber is told. It goes over standard input only: a command line is seen by others, and stays in logs. */
export const scrubberTold = (
  { key, people }: KnownPeople,
  kept: readonly string[],
  from: Environment,
  to: Environment,
): Readonly<Record<string, unknown>> => ({
  ...{ key, people, kept },
  from: { origin: webOrigin(from), domain: domainOf(from) },
  to: { origin: webOrigin(to), domain: domainOf(to) },
});
