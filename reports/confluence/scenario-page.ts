import type { VerdictResult } from '../../support/drill/verdict';
import { box, heading, list, pageLink, paragraph, prose, status, table, tableOfContents } from './macros';
import type { ReportPage } from './page';
import { HOW_TO_TYPE, planParts, type Plan } from './plan';
import { element, type Part } from './storage-format';
import { runbookTitle, scenariosTitle, scenarioTitle } from './titles';
import { verdictStatus } from './verdict-status';

/** A failure scenario or a planned operation, for people. */
export interface ScenarioFacts {
  readonly id: string;
  readonly title: string;
  readonly class: string;
  readonly component: string;
  readonly impact: string;
  /** Name and value; values may have backticks. */
  readonly rows: readonly (readonly [string, string])[];
  /** `If` of a failure, `When` of an operation, and what is seen. */
  readonly occasion: { readonly word: 'If' | 'When'; readonly seen: string };
  readonly causes: readonly string[];
  readonly standsFor: string;
  readonly limits: string;
  readonly plan: Plan;
  /** What is done before anything breaks, to which the plan goes back. */
  readonly before?: Plan;
  /** Of the last run that had it; absent where none had. */
  readonly last?: VerdictResult;
}

/**
 * What fails, how it shows, and what to do then, step by step. Of its drills it has the last verdict and no times, which
 * are another each night: a page of a plan has a new version when the plan changes or its drill says something else.
 */
export function scenarioPage(environment: string, scenario: ScenarioFacts): ReportPage {
  const { plan, before, occasion } = scenario;
  return {
    key: `scenario/${scenario.id}`,
    title: scenarioTitle(environment, scenario),
    below: 'scenarios',
    labels: ['firedrill', 'firedrill-scenario', `firedrill-${scenario.class}`],
    pictures: [],
    content: () => [
      paragraph(prose(scenario.impact)),
      box(
        'info',
        `${occasion.word} this is seen`,
        paragraph(prose(occasion.seen)),
        paragraph(
          element('strong', {}, 'then '),
          pageLink(runbookTitle(environment, plan.runbook), plan.runbook.title),
          plan.parameters === '' ? '' : ` (${plan.parameters})`,
        ),
      ),
      paragraph('The last drill of it: ', lastVerdict(scenario.last)),
      tableOfContents(2),
      heading(1, 'What it is'),
      table(
        [],
        scenario.rows.map(([name, value]) => [element('strong', {}, name), prose(value)]),
      ),
      paragraph('Causes:'),
      list(scenario.causes.map(prose)),
      paragraph('What the drill does: ', prose(scenario.standsFor)),
      paragraph('What the embedded environment does not show: ', prose(scenario.limits)),
      heading(1, `The plan: ${plan.runbook.title}`),
      HOW_TO_TYPE(environment),
      planParts(environment, plan, 2),
      before === undefined
        ? undefined
        : [
            heading(1, `Done before: ${before.runbook.title}`),
            paragraph('The plan goes back to what this leaves. It is done every day.'),
            planParts(environment, before, 2),
          ],
    ],
  };
}

const lastVerdict = (last: VerdictResult | undefined): Part =>
  last === undefined ? status('Grey', 'not drilled yet') : verdictStatus(last);

/** All scenarios, by what can happen. */
export function scenariosPage(environment: string, scenarios: readonly ScenarioFacts[]): ReportPage {
  const classes = [...new Set(scenarios.map((scenario) => scenario.class))];
  return {
    key: 'scenarios',
    title: scenariosTitle(environment),
    below: 'overview',
    labels: ['firedrill'],
    pictures: [],
    content: () => [
      paragraph(
        `What can fail in ${environment}, or is done to it, and the plan for it. Each is proved by a drill.`,
      ),
      tableOfContents(1),
      classes.map((kind) => [
        heading(1, kind),
        table(
          ['Scenario', 'Component', 'Last drill', 'Plan'],
          scenarios
            .filter((scenario) => scenario.class === kind)
            .map((scenario) => [
              pageLink(scenarioTitle(environment, scenario), scenario.title),
              scenario.component,
              lastVerdict(scenario.last),
              pageLink(runbookTitle(environment, scenario.plan.runbook), scenario.plan.runbook.title),
            ]),
        ),
      ]),
    ],
  };
}
