import { seconds, type Milliseconds } from '../drill/time';

export interface ShellResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a fault needs of a host: to run a command there. A lost connection rejects. */
export interface Shell {
  run(
    command: string,
    options: {
      readonly signal: AbortSignal;
      readonly timeout: Milliseconds;
      readonly input?: string;
      readonly sudo?: boolean;
    },
  ): Promise<ShellResult>;
}

export interface RootCommandOptions {
  readonly signal: AbortSignal;
  readonly timeout?: Milliseconds;
  readonly input?: string;
}

/** Runs a command as root and returns what it printed; an exit code other than 0 is an error with its last words. */
export async function asRoot(shell: Shell, command: string, options: RootCommandOptions): Promise<string> {
  const result = await tryAsRoot(shell, command, options);
  if (result.code === 0) return result.stdout;
  const words = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-3).join(' / ');
  throw new Error(`${brief(command)} ended with ${String(result.code)}: ${words}`);
}

/** As `asRoot`, but any exit code is an answer. */
export function tryAsRoot(shell: Shell, command: string, options: RootCommandOptions): Promise<ShellResult> {
  const { signal, timeout = seconds(30), input } = options;
  return shell.run(command, { signal, timeout, sudo: true, ...(input === undefined ? {} : { input }) });
}

/** A word for a POSIX shell, whatever is in it. */
export const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

const brief = (command: string): string => {
  const line = command.split('\n')[0] ?? '';
  return line.length > 120 ? `${line.slice(0, 117)}…` : line;
};
