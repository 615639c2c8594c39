import { randomBytes } from 'node:crypto';
import { CommandFailed, type CommandOptions, type CommandResult, type Shell } from './shell';

/** What one of several commands printed, standard error among it, and how it ended. */
export interface Answer {
  readonly code: number;
  readonly text: string;
}

/**
 * Runs several commands one after the other in one call, each in a shell of its own, and gives each its answer by its name. A
 * call costs a log-in on the host, however little it runs. Any exit code is an answer.
 */
export async function runTogether<Name extends string>(
  shell: Shell & { readonly name?: string },
  commands: Readonly<Record<Name, string>>,
  options: CommandOptions,
): Promise<Readonly<Record<Name, Answer>>> {
  // No output can have it by chance, or know it.
  const mark = randomBytes(16).toString('hex');
  const names = Object.keys(commands) as Name[];
  const script = names.map(
    (name) => `(\n${commands[name]}\n) 2>&1 </dev/null\nprintf '\\n${mark} %s\\n' "$?"`,
  );
  const result = await shell.run(script.join('\n'), options);
  const answers = answersIn(result.stdout, mark);
  if (answers.length !== names.length)
    throw new CommandFailed(shell.name ?? 'host', `asking for ${names.join(', ')}`, result);
  return Object.fromEntries(names.map((name, place) => [name, answers[place]])) as Record<Name, Answer>;
}

const answersIn = (printed: CommandResult['stdout'], mark: string): readonly Answer[] =>
  [...printed.matchAll(new RegExp(`([^]*?)\\n${mark} (\\d+)\\n`, 'g'))].map(([, text = '', code]) => ({
    text,
    code: Number(code),
  }));
