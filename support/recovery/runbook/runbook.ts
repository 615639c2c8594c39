import { z } from 'zod';
import type { Milliseconds } from '../../drill/time';
import type { AnyAction, Parameters } from '../actions/action';
import { duration } from '../catalogue/duration';
import {
  DefinitionError,
  parseLocatedYaml,
  readLocatedYaml,
  type LocatedYaml,
} from '../catalogue/located-yaml';

const text = z
  .string()
  .min(1)
  .transform((value) => value.trim());

const runbookSchema = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, { error: 'expected lower-case words joined by hyphens' }),
  title: text,
  /** Names that steps use as `${name}`; whoever follows the runbook gives their values. */
  parameters: z.array(z.string()).default([]),
  preconditions: z.array(text).min(1),
  steps: z
    .array(
      z.strictObject({
        title: text,
        action: text,
        target: text,
        parameters: z.record(z.string(), z.string()).default({}),
        expected: text,
        budget: duration,
        undo: text,
      }),
    )
    .min(1),
  /** Where a step fails, from the one of that title on, another runbook is followed at once, which takes back what was done. */
  wayBack: z
    .strictObject({ from: text, runbook: text, parameters: z.record(z.string(), z.string()).default({}) })
    .optional(),
});

/** A recovery plan as it is written; `${name}` is not filled in yet. */
export type Runbook = z.infer<typeof runbookSchema>;

/** A step with every parameter filled in. */
export interface RunbookStep {
  readonly title: string;
  readonly action: string;
  /** An instance of the environment. */
  readonly target: string;
  readonly parameters: Parameters;
  readonly expected: string;
  readonly budget: Milliseconds;
  readonly undo: string;
}

export interface FilledRunbook {
  readonly id: string;
  readonly title: string;
  readonly preconditions: readonly string[];
  readonly steps: readonly RunbookStep[];
  readonly wayBack?: WayBack;
}

/** What is followed at once where a step fails. */
export interface WayBack {
  /** The index of the first step that there is something to take back of. */
  readonly from: number;
  readonly runbook: FilledRunbook;
}

type Actions = ReadonlyMap<string, AnyAction>;

/** Throws a DefinitionError for a file that is not a runbook, uses an unknown action or an undeclared parameter. */
export function readRunbook(file: string, actions: Actions, shownAs: string = file): LocatedYaml<Runbook> {
  return checked(readLocatedYaml(file, shownAs, runbookSchema), actions);
}

export function parseRunbook(source: string, file: string, actions: Actions): LocatedYaml<Runbook> {
  return checked(parseLocatedYaml(source, file, runbookSchema), actions);
}

function checked(located: LocatedYaml<Runbook>, actions: Actions): LocatedYaml<Runbook> {
  const problems: string[] = [];
  located.value.steps.forEach((step, index) => {
    if (!actions.has(step.action)) {
      const known = [...actions.keys()].sort().join(', ');
      const message = `action "${step.action}" is unknown; expected one of ${known}`;
      problems.push(located.at(['steps', index, 'action'], message));
    }
    const values = [['target', step.target] as const, ...Object.entries(step.parameters)];
    for (const [key, value] of values) {
      for (const name of placeholders(value)) {
        if (located.value.parameters.includes(name)) continue;
        const path = key === 'target' ? ['steps', index, key] : ['steps', index, 'parameters', key];
        const declared = located.value.parameters.join(', ') || 'none';
        problems.push(
          located.at(path, `\${${name}} is not declared under parameters; expected one of ${declared}`),
        );
      }
    }
  });
  const { wayBack, steps, parameters } = located.value;
  if (wayBack !== undefined && !steps.some(({ title }) => title === wayBack.from))
    problems.push(located.at(['wayBack', 'from'], `no step has the title "${wayBack.from}"`));
  for (const [key, value] of Object.entries(wayBack?.parameters ?? {})) {
    for (const name of placeholders(value)) {
      if (parameters.includes(name)) continue;
      const declared = parameters.join(', ') || 'none';
      const message = `\${${name}} is not declared under parameters; expected one of ${declared}`;
      problems.push(located.at(['wayBack', 'parameters', key], message));
    }
  }
  if (problems.length > 0) throw new DefinitionError(problems);
  return located;
}

const placeholder = /\$\{([^}]*)\}/g;
const placeholders = (value: string): readonly string[] =>
  [...value.matchAll(placeholder)].map((match) => match[1] ?? '');

/**
 * Fills in the parameters. Throws a DefinitionError when one is missing or too many, when an action does not take
 * what it is given, or when there is no such way back, at the step's place in the file.
 *
 * @param others the runbook of an id, for the way back
 */
export function fillRunbook(
  located: LocatedYaml<Runbook>,
  values: Parameters,
  actions: Actions,
  others: (id: string) => LocatedYaml<Runbook> | undefined = () => undefined,
): FilledRunbook {
  const { value: runbook } = located;
  const problems: string[] = [];
  for (const name of runbook.parameters) {
    if (values[name] === undefined)
      problems.push(located.at(['parameters'], `parameter "${name}" was not given a value`));
  }
  for (const name of Object.keys(values)) {
    if (!runbook.parameters.includes(name)) {
      problems.push(located.at(['parameters'], `parameter "${name}" was given a value but is not declared`));
    }
  }
  const fill = (value: string): string => value.replace(placeholder, (_, name: string) => values[name] ?? '');
  const steps = runbook.steps.map((step, index): RunbookStep => {
    const parameters = Object.fromEntries(
      Object.entries(step.parameters).map(([key, value]) => [key, fill(value)]),
    );
    for (const problem of actions.get(step.action)?.problems(parameters) ?? []) {
      problems.push(located.at(['steps', index, 'parameters'], `${step.action}: ${problem}`));
    }
    return { ...step, target: fill(step.target), parameters };
  });
  const { wayBack } = runbook;
  const back = wayBack === undefined ? undefined : others(wayBack.runbook);
  if (wayBack !== undefined && back === undefined)
    problems.push(located.at(['wayBack', 'runbook'], `runbook "${wayBack.runbook}" does not exist`));
  if (problems.length > 0) throw new DefinitionError(problems);
  const { id, title, preconditions } = runbook;
  if (wayBack === undefined || back === undefined) return { id, title, preconditions, steps };
  const given = Object.fromEntries(
    Object.entries(wayBack.parameters).map(([key, value]) => [key, fill(value)]),
  );
  const from = steps.findIndex((step) => step.title === wayBack.from);
  return { id, title, preconditions, steps, wayBack: { from, runbook: fillRunbook(back, given, actions) } };
}
