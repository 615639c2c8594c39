import type { z } from 'zod';
import type { ActionContext } from './context';

export type Parameters = Readonly<Record<string, string>>;

/** What the exact commands of a step depend on: nothing that must be asked of a running environment. */
export interface CommandFacts {
  readonly environment: ActionContext['environment'];
  /** The instance that the step names as its target. */
  readonly target: string;
}

/**
 * One action of a runbook: what a person would type, and the same done by the harness. `run` returns what it observed
 * in a sentence, and throws when what was expected did not come about.
 */
export interface Action<P = unknown> {
  readonly name: string;
  readonly parameters: z.ZodType<P>;
  /** The exact commands for a person, to be typed where the environment's SSH configuration and AWS profile are. */
  commands(parameters: P, facts: CommandFacts): readonly string[];
  run(parameters: P, context: ActionContext, signal: AbortSignal): Promise<string>;
}

/** Forgets an action's parameter type behind its own validation, so that a table can hold all of them. */
export function action<P>(definition: Action<P>): AnyAction {
  const parse = (parameters: Parameters): P => definition.parameters.parse(parameters);
  return {
    name: definition.name,
    problems: (parameters) => {
      const parsed = definition.parameters.safeParse(parameters);
      if (parsed.success) return [];
      return parsed.error.issues.map((issue) =>
        [issue.path.join('.'), issue.message].filter(Boolean).join(': '),
      );
    },
    commands: (parameters, facts) => definition.commands(parse(parameters), facts),
    run: (parameters, context, signal) => definition.run(parse(parameters), context, signal),
  };
}

/** An action as the runbook engine sees it. */
export interface AnyAction {
  readonly name: string;
  /** What is wrong with these parameters; empty when nothing is. */
  problems(parameters: Parameters): readonly string[];
  commands(parameters: Parameters, facts: CommandFacts): readonly string[];
  run(parameters: Parameters, context: ActionContext, signal: AbortSignal): Promise<string>;
}
