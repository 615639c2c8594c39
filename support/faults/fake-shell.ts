import type { CommandOptions, CommandResult, Shell } from '../hosts/shell';

export type Answer = string | Partial<CommandResult>;

/** A shell for unit tests: answers each command by what the test says, and remembers what was run. */
export class FakeShell implements Shell {
  readonly commands: string[] = [];

  constructor(private readonly answer: (command: string, options: CommandOptions) => Answer | undefined) {}

  run(command: string, options: CommandOptions): Promise<CommandResult> {
    this.commands.push(command);
    const answer = this.answer(command, options);
    if (answer === undefined) return Promise.reject(new Error(`the test has no answer to: ${command}`));
    const part = typeof answer === 'string' ? { stdout: answer } : answer;
    return Promise.resolve({ code: 0, stdout: '', stderr: '', ...part });
  }
}
