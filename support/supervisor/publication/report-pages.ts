import { confluenceDesignPage } from '../../../reports/confluence/design-page';
import { overviewPage } from '../../../reports/confluence/overview-page';
import type { ReportPage } from '../../../reports/confluence/page';
import { runbookPage, runbooksPage } from '../../../reports/confluence/runbook-page';
import { runPage } from '../../../reports/confluence/run-page';
import { scenarioPage, scenariosPage } from '../../../reports/confluence/scenario-page';
import {
  designPageTitle,
  designTitle,
  runbookTitle,
  scenarioTitle,
} from '../../../reports/confluence/titles';
import type { DesignPage } from '../../../reports/design/design-page';
import { readRunEvidence } from '../../../reports/drill-evidence';
import type { Environment } from '../../environment/environment';
import { actions } from '../../recovery/actions/actions';
import type { DrillDefinition } from '../../recovery/catalogue/catalogue';
import { FIRST } from '../design/design-pages';
import { runbookFacts, scenarioFacts } from './plan-facts';
import { lastVerdicts } from './published-runs';
import { readRunRecord } from '../../../reports/read-run-record';

export interface ReportSources {
  readonly environment: Environment;
  readonly drills: readonly DrillDefinition[];
  /** The environment's design documentation, the first page first. */
  readonly design: readonly DesignPage[];
  readonly reportsFolder: string;
  /** The folders of the runs to publish. */
  readonly runs: readonly string[];
}

/** All pages of the recovery report, each after the one above it. */
export function reportPages({
  environment,
  drills,
  design,
  reportsFolder,
  runs,
}: ReportSources): readonly ReportPage[] {
  const { name } = environment;
  const last = lastVerdicts(reportsFolder, name);
  const scenarios = drills.map((drill) =>
    scenarioFacts(drill, actions, environment, last.get(drill.scenario.id)),
  );
  const runbooks = runbookFacts(drills, actions, environment);
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const titles = new Map([
    ...design.map((page): [string, string] => [
      `page:${page.name}`,
      page.name === FIRST ? designTitle(name) : designPageTitle(name, page.title),
    ]),
    ...scenarios.map((one): [string, string] => [`scenario:${one.id}`, scenarioTitle(name, one)]),
    ...runbooks.map((one): [string, string] => [`runbook:${one.id}`, runbookTitle(name, one)]),
  ]);
  return [
    overviewPage(name),
    ...runs.map((folder) => runPage(name, readRunRecord(folder), readRunEvidence(folder), byId)),
    scenariosPage(name, scenarios),
    ...scenarios.map((scenario) => scenarioPage(name, scenario)),
    runbooksPage(name, runbooks),
    ...runbooks.map((runbook) => runbookPage(name, runbook)),
    ...design.map((page) => confluenceDesignPage(name, page, FIRST, (target) => titles.get(target))),
  ];
}
