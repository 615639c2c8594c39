import { expand, heading, list, pageLink, paragraph, table, tableOfContents } from './macros';
import type { ReportPage } from './page';
import { HOW_TO_TYPE, planParts, type Plan } from './plan';
import { runbooksTitle, runbookTitle, scenarioTitle, type Named } from './titles';

/** A runbook with every way in which a scenario has its parameters filled in. */
export interface RunbookFacts extends Named {
  readonly ways: readonly { readonly plan: Plan; readonly scenarios: readonly Named[] }[];
}

/** A recovery plan: when it is followed, and its steps with the exact commands. */
export function runbookPage(environment: string, runbook: RunbookFacts): ReportPage {
  const { ways } = runbook;
  const [only] = ways;
  return {
    key: `runbook/${runbook.id}`,
    title: runbookTitle(environment, runbook),
    below: 'runbooks',
    labels: ['firedrill', 'firedrill-runbook'],
    pictures: [],
    content: () => [
      HOW_TO_TYPE(environment),
      tableOfContents(2),
      heading(1, 'When it is followed'),
      list(
        ways
          .flatMap(({ scenarios }) => scenarios)
          .map((scenario) => pageLink(scenarioTitle(environment, scenario), scenario.title)),
      ),
      heading(1, 'Steps'),
      ways.length === 1 && only !== undefined
        ? planParts(environment, only.plan, 2)
        : ways.map(({ plan, scenarios }) => [
            heading(2, plan.parameters === '' ? runbook.title : plan.parameters),
            paragraph(`For: ${scenarios.map(({ title }) => title).join('; ')}`),
            expand('Show the steps', planParts(environment, plan, 3)),
          ]),
    ],
  };
}

export function runbooksPage(environment: string, runbooks: readonly RunbookFacts[]): ReportPage {
  return {
    key: 'runbooks',
    title: runbooksTitle(environment),
    below: 'overview',
    labels: ['firedrill'],
    pictures: [],
    content: () => [
      paragraph(`The recovery plans of ${environment}, each proved by the drills that follow it.`),
      table(
        ['Runbook', 'Followed in'],
        runbooks.map((runbook) => [
          pageLink(runbookTitle(environment, runbook), runbook.title),
          `${String(new Set(runbook.ways.flatMap(({ scenarios }) => scenarios.map(({ id }) => id))).size)} scenarios`,
        ]),
      ),
    ],
  };
}
