import { seconds, type Milliseconds } from '../drill/time';
import { mustRun, type CommandResult, type Shell } from './shell';

export interface RootCommandOptions {
  readonly signal: AbortSignal;
  /** 30 s unless told. */
  readonly timeout?: Milliseconds;
  readonly input?: string;
}

/** Runs a command as root and returns what it printed; an exit code other than 0 is an error with its last words. */
export function asRoot(shell: Shell, command: string, options: RootCommandOptions): Promise<string> {
  return mustRun(shell, command, rooted(options));
}

/** As `asRoot`, but any exit code is an answer. */
export function tryAsRoot(
  shell: Shell,
  command: string,
  options: RootCommandOptions,
): Promise<CommandResult> {
  return shell.run(command, rooted(options));
}

const rooted = ({ signal, timeout = seconds(30), input }: RootCommandOptions) => ({
  signal,
  timeout,
  sudo: true,
  ...(input === undefined ? {} : { input }),
});
