import type { Plan } from '../../../reports/confluence/plan';
import type { RunbookFacts } from '../../../reports/confluence/runbook-page';
import type { ScenarioFacts } from '../../../reports/confluence/scenario-page';
import type { VerdictResult } from '../../drill/verdict';
import type { Environment } from '../../environment/environment';
import type { AnyAction, Parameters } from '../../recovery/actions/action';
import type { DrillDefinition } from '../../recovery/catalogue/catalogue';
import { inWords } from '../../recovery/runbook/render-runbook';
import type { FilledRunbook } from '../../recovery/runbook/runbook';
import { scenarioRows } from '../catalogue/scenario-page';

type Actions = ReadonlyMap<string, AnyAction>;

/** A failure scenario for its page, from the same sources as `docs/catalogue`. */
export function scenarioFacts(
  drill: DrillDefinition,
  actions: Actions,
  environment: Environment,
  last: VerdictResult | undefined,
): ScenarioFacts {
  const { scenario, runbook, before } = drill;
  const { operation } = scenario;
  return {
    id: scenario.id,
    title: scenario.title,
    class: scenario.class,
    component: scenario.component,
    impact: scenario.impact,
    rows: scenarioRows(drill, environment),
    occasion:
      operation === undefined
        ? { word: 'If', seen: scenario.if ?? '' }
        : { word: 'When', seen: operation.when },
    causes: scenario.causes,
    standsFor: scenario.standsFor,
    limits: scenario.limits,
    plan: planOf(runbook, scenario.then.parameters, actions, environment),
    ...(before === undefined
      ? {}
      : { before: planOf(before, scenario.before?.parameters ?? {}, actions, environment) }),
    ...(last === undefined ? {} : { last }),
  };
}

/** Every runbook that a scenario follows, before, meanwhile, after or on its way back, with each way in which it is filled in. */
export function runbookFacts(
  drills: readonly DrillDefinition[],
  actions: Actions,
  environment: Environment,
): readonly RunbookFacts[] {
  const found = new Map<string, { title: string; ways: Map<string, Way> }>();
  const add = (runbook: FilledRunbook, parameters: Parameters, { scenario }: DrillDefinition): void => {
    const { id, title } = runbook;
    const known = found.get(id) ?? { title, ways: new Map<string, Way>() };
    found.set(id, known);
    const key = JSON.stringify(runbook);
    const plan = planOf(runbook, parameters, actions, environment);
    const way = known.ways.get(key) ?? { plan, scenarios: [] };
    known.ways.set(key, way);
    way.scenarios.push({ id: scenario.id, title: scenario.title });
  };
  for (const drill of drills) {
    const { scenario, runbook, before, due } = drill;
    add(runbook, scenario.then.parameters, drill);
    if (before !== undefined) add(before, scenario.before?.parameters ?? {}, drill);
    if (due !== undefined) add(due, scenario.due?.parameters ?? {}, drill);
    if (runbook.wayBack !== undefined) add(runbook.wayBack.runbook, {}, drill);
  }
  return [...found]
    .map(([id, { title, ways }]) => ({ id, title, ways: [...ways.values()] }))
    .sort((one, other) => one.title.localeCompare(other.title));
}

interface Way {
  readonly plan: Plan;
  readonly scenarios: { readonly id: string; readonly title: string }[];
}

function planOf(
  runbook: FilledRunbook,
  parameters: Parameters,
  actions: Actions,
  environment: Environment,
): Plan {
  const { id, title, preconditions, steps, wayBack } = runbook;
  const total = steps.reduce((sum, step) => sum + step.budget, 0);
  return {
    runbook: { id, title },
    parameters: Object.entries(parameters)
      .map(([name, value]) => `${name}: ${value}`)
      .join(', '),
    within: inWords(total),
    preconditions,
    steps: steps.map(({ title: name, action, parameters: given, target, expected, budget, undo }) => ({
      title: name,
      commands: actions.get(action)?.commands(given, { environment, target }) ?? [],
      expected,
      within: inWords(budget),
      undo,
    })),
    ...(wayBack === undefined
      ? {}
      : { wayBack: { from: wayBack.from + 1, plan: planOf(wayBack.runbook, {}, actions, environment) } }),
  };
}
