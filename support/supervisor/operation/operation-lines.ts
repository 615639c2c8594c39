import type { Environment } from '../../environment/environment';
import type { AnyAction } from '../../recovery/actions/action';
import { inWords } from '../../recovery/runbook/render-runbook';
import type { FilledRunbook } from '../../recovery/runbook/runbook';

/** What runbooks say of steps that only look. */
const NOTHING = 'Nothing was changed.';

/** What an operation would do, for a terminal: its steps with the exact commands, and how to go back. */
export function operationLines(
  { title, preconditions, steps, wayBack }: FilledRunbook,
  actions: ReadonlyMap<string, AnyAction>,
  environment: Environment,
): readonly string[] {
  const total = steps.reduce((sum, { budget }) => sum + budget, 0);
  return [
    `${title} on ${environment.name}: ${String(steps.length)} steps, ${inWords(total)} at most`,
    ...preconditions.map((condition) => `  before: ${condition}`),
    ...steps.flatMap(({ title: step, action, parameters, target, undo }, index) => [
      `  ${String(index + 1)}. ${step} (${target})`,
      ...(actions.get(action)?.commands(parameters, { environment, target }) ?? []).map(
        (line) => `       ${line}`,
      ),
      ...(undo === NOTHING ? [] : [`     to go back: ${undo}`]),
    ]),
    ...(wayBack === undefined
      ? []
      : [
          `where step ${String(wayBack.from + 1)} or one after it fails, at once:`,
          ...operationLines(wayBack.runbook, actions, environment),
        ]),
  ];
}
