import type { Named } from './titles';
import { code, heading, list, pageLink, paragraph, prose } from './macros';
import { element, type Part } from './storage-format';
import { runbookTitle } from './titles';

/** A runbook with its parameters filled in, for a person to follow. Times are in words. */
export interface Plan {
  readonly runbook: Named;
  /** What the parameters are: `application: jira`; empty where it has none. */
  readonly parameters: string;
  /** All steps together. */
  readonly within: string;
  readonly preconditions: readonly string[];
  readonly steps: readonly PlanStep[];
  /** From which step on, counted from 1, a failing one has another runbook followed, and which. */
  readonly wayBack?: { readonly from: number; readonly plan: Plan };
}

export interface PlanStep {
  readonly title: string;
  readonly commands: readonly string[];
  readonly expected: string;
  readonly within: string;
  readonly undo: string;
}

/** The plan step by step: what to type, what must be seen, how long it may take, how to go back. */
export function planParts(environment: string, plan: Plan, depth: 2 | 3): readonly Part[] {
  const { wayBack } = plan;
  return [
    paragraph(`All steps together: ${plan.within} at most. Before the first step:`),
    list(plan.preconditions.map(prose)),
    plan.steps.map((step, index) => [
      heading(depth, `${String(index + 1)}. ${step.title}`),
      step.commands.length === 0 ? undefined : code(step.commands.join('\n'), 'bash'),
      list([
        [element('strong', {}, 'Expected: '), prose(step.expected)],
        [element('strong', {}, 'Within: '), step.within],
        [element('strong', {}, 'To go back: '), prose(step.undo)],
      ]),
    ]),
    wayBack === undefined
      ? undefined
      : [
          paragraph(
            `Where step ${String(wayBack.from)} or one after it fails, this is followed at once: `,
            pageLink(runbookTitle(environment, wayBack.plan.runbook), wayBack.plan.runbook.title),
            wayBack.plan.parameters === '' ? '.' : ` (${wayBack.plan.parameters}).`,
          ),
        ],
  ];
}

/** Where commands are typed. */
export const HOW_TO_TYPE = (environment: string): Part =>
  paragraph(
    prose(
      `Commands are typed in a checkout of Firedrill. \`ssh\` means \`ssh -F .firedrill/${environment}/ssh_config\`, \`aws\` and \`curl\` take what \`. .firedrill/${environment}/operator.env\` sets.`,
    ),
  );
