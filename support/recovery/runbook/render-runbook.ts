import type { Environment } from '../../environment/environment';
import type { AnyAction } from '../actions/action';
import type { FilledRunbook } from './runbook';

/**
 * A runbook for a person, in Markdown: what to type, what must be seen, how long it may take, how to go back. `depth` is
 * that of its heading.
 */
export function renderRunbook(
  runbook: FilledRunbook,
  actions: ReadonlyMap<string, AnyAction>,
  environment: Environment,
  depth = 1,
): string {
  const heading = '#'.repeat(depth);
  const { wayBack } = runbook;
  const total = runbook.steps.reduce((sum, step) => sum + step.budget, 0);
  const steps = runbook.steps.flatMap((step, index) => {
    const commands =
      actions.get(step.action)?.commands(step.parameters, { environment, target: step.target }) ?? [];
    return [
      `${heading}# ${String(index + 1)}. ${step.title}`,
      '',
      ...(commands.length === 0 ? [] : ['```sh', ...commands, '```', '']),
      `- Expected: ${step.expected}`,
      `- Within: ${inWords(step.budget)}`,
      `- To go back: ${step.undo}`,
      '',
    ];
  });
  return [
    `${heading} Runbook: ${runbook.title}`,
    '',
    `Environment: ${environment.name}. All steps together: ${inWords(total)} at most.`,
    '',
    `Commands are typed in a checkout of Firedrill. \`ssh\` means \`ssh -F .firedrill/${environment.name}/ssh_config\`, \`aws\` and \`curl\` take what \`. .firedrill/${environment.name}/operator.env\` sets.`,
    '',
    'Before the first step:',
    '',
    ...runbook.preconditions.map((condition) => `- ${condition}`),
    '',
    ...steps,
    ...(wayBack === undefined
      ? []
      : [
          `Where step ${String(wayBack.from + 1)} or one after it fails, this is followed at once:`,
          '',
          renderRunbook(wayBack.runbook, actions, environment, depth + 1),
        ]),
  ].join('\n');
}

/** `90 s`, `5 min`, `2 h`. */
export const inWords = (milliSeconds: number): string => {
  const whole = Math.round(milliSeconds / 1000);
  if (whole < 120) return `${String(whole)} s`;
  if (whole >= 7200 && whole % 3600 === 0) return `${String(whole / 3600)} h`;
  const rest = whole % 60;
  return `${String(Math.floor(whole / 60))} min${rest === 0 ? '' : ` ${String(rest)} s`}`;
};
