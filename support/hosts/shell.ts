import type { Milliseconds } from '../drill/time';
import { excerptOf } from '../drill/redaction/excerpt';

export interface CommandOptions {
  readonly signal: AbortSignal;
  /** After it the command is killed on the host, and the call rejects. */
  readonly timeout: Milliseconds;
  readonly input?: string | Buffer;
  /** As root. */
  readonly sudo?: boolean;
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs commands on one host. Any exit code is an answer; a lost connection and a passed time-out reject. */
export interface Shell {
  run(command: string, options: CommandOptions): Promise<CommandResult>;
}

/** A word for a POSIX shell, whatever is in it. */
export const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** A command that ended with another code than 0. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';

  constructor(
    where: string,
    command: string,
    readonly result: CommandResult,
  ) {
    const [line = ''] = command.trim().split('\n');
    const words = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-5).join(' / ');
    super(`${where}: ${excerptOf(line, 120)} ended with ${String(result.code)}: ${words || 'no words'}`);
  }
}

/** Runs a command that must end with 0, and returns its standard output. */
export async function mustRun(
  shell: Shell & { readonly name?: string },
  command: string,
  options: CommandOptions,
): Promise<string> {
  const result = await shell.run(command, options);
  if (result.code !== 0) throw new CommandFailed(shell.name ?? 'host', command, result);
  return result.stdout;
}
