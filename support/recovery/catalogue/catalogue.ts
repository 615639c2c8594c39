import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyAction } from '../actions/action';
import { readFeature, type FeatureScenario } from './feature';
import { DefinitionError, type LocatedYaml } from './located-yaml';
import { fillRunbook, readRunbook, type FilledRunbook, type Runbook } from '../runbook/runbook';
import { readScenario, type FailureScenario } from './scenario';

const RUNBOOKS = join('scenarios', 'runbooks');
/** What no scenario drills, and why: `gaps.ts`. */
export const GAPS = join('scenarios', 'gaps.yaml');
/** What a migration is accepted by: `acceptance-file.ts`. */
export const ACCEPTANCE = join('scenarios', 'acceptance.yaml');
/** What staging may know of production's rows: `scrub/rules.ts`. */
export const SCRUB = join('scenarios', 'scrub.yaml');

/** A failure scenario with what it names: its runbook, filled in, and the feature that proves it. */
export interface DrillDefinition {
  readonly scenario: FailureScenario;
  readonly runbook: FilledRunbook;
  /** What is done while people work, before anything breaks. */
  readonly before?: FilledRunbook;
  /** What is due while the failure lasts, and fails by it. */
  readonly due?: FilledRunbook;
  readonly feature: FeatureScenario;
  /** `file:line: message`, at a key of the scenario's file. */
  readonly at: LocatedYaml<FailureScenario>['at'];
}

export interface Catalogue {
  /** By id, in the order of the files' names. */
  readonly drills: readonly DrillDefinition[];
  /** Throws when there is none of that id. */
  drill(id: string): DrillDefinition;
}

export interface CatalogueSources {
  readonly actions: ReadonlyMap<string, AnyAction>;
  readonly faults: { readonly names: readonly string[] };
}

/**
 * Reads `scenarios/<class>/<id>.yaml`, `scenarios/runbooks/` and `features/<class>/` below the root and checks that
 * they fit together, both ways: no scenario without a feature and a runbook, no feature without a scenario, and no
 * runbook that no drill follows. Throws one DefinitionError with every problem, before anything is touched.
 */
export function readCatalogue(root: string, { actions, faults }: CatalogueSources): Catalogue {
  const problems: string[] = [];
  const collect = <T>(files: readonly string[], read: (file: string) => T): readonly T[] =>
    files.flatMap((file) => {
      try {
        return [read(file)];
      } catch (error) {
        if (!(error instanceof DefinitionError)) throw error;
        problems.push(...error.problems);
        return [];
      }
    });
  const runbooks = collect(listed(root, RUNBOOKS, '.yaml'), (file) =>
    readRunbook(join(root, file), actions, file),
  );
  const scenarios = collect(
    listed(root, 'scenarios', '.yaml', true).filter(
      (file) => !file.startsWith(RUNBOOKS) && ![GAPS, ACCEPTANCE, SCRUB].includes(file),
    ),
    (file) => readScenario(join(root, file), file),
  );
  const features = listed(root, 'features', '.feature', true).flatMap((file) =>
    readFeature(join(root, file), file),
  );
  const broken = problems.length > 0;

  problems.push(
    ...featureProblems(features, scenarios, runbooks, broken),
    ...misplaced(scenarios),
    ...duplicates(scenarios),
    ...duplicates(runbooks),
  );
  const drills = scenarios.flatMap((located) => {
    const definition = define(located, { runbooks, features, actions, faultNames: faults.names, broken });
    if (Array.isArray(definition)) problems.push(...definition);
    return Array.isArray(definition) ? [] : [definition];
  });
  problems.push(...unusedRunbooks(runbooks, scenarios, broken));
  if (problems.length > 0) throw new DefinitionError(problems);
  return {
    drills,
    drill: (id) => {
      const found = drills.find(({ scenario }) => scenario.id === id);
      if (found !== undefined) return found;
      const known = drills.map(({ scenario }) => scenario.id).join(', ');
      throw new Error(`there is no failure scenario "${id}"; expected one of ${known}`);
    },
  };
}

type Scenarios = readonly LocatedYaml<FailureScenario>[];
type Runbooks = readonly LocatedYaml<Runbook>[];

function featureProblems(
  features: readonly FeatureScenario[],
  scenarios: Scenarios,
  runbooks: Runbooks,
  broken: boolean,
): readonly string[] {
  // Where a file could not be read, what names it is not wrong for that.
  if (broken) return [];
  const ids = scenarios.map(({ value }) => value.id);
  const titles = runbooks.map(({ value }) => value.title);
  return features.flatMap((feature) => [
    ...(feature.scenarios.length === 1
      ? []
      : [
          `${feature.file}:${String(feature.line)}: "${feature.name}" has ${String(feature.scenarios.length)} tags @scenario:<id>; expected one`,
        ]),
    ...feature.scenarios
      .filter(({ id }) => !ids.includes(id))
      .map(
        ({ id, line }) =>
          `${feature.file}:${String(line)}: failure scenario "${id}" does not exist; expected one of ${ids.join(', ')}`,
      ),
    ...feature.runbooks
      .filter(({ title }) => !titles.includes(title))
      .map(
        ({ title, line }) =>
          `${feature.file}:${String(line)}: runbook "${title}" does not exist; expected one of ${titles.join(', ')}`,
      ),
  ]);
}

interface Surroundings {
  readonly runbooks: Runbooks;
  readonly features: readonly FeatureScenario[];
  readonly actions: ReadonlyMap<string, AnyAction>;
  readonly faultNames: readonly string[];
  readonly broken: boolean;
}

function define(located: LocatedYaml<FailureScenario>, around: Surroundings): DrillDefinition | string[] {
  const { value: scenario, at } = located;
  const runbook = around.runbooks.find(({ value }) => value.id === scenario.then.runbook);
  const features = around.features.filter(({ scenarios }) => scenarios.some(({ id }) => id === scenario.id));
  const [feature] = features;
  const problems: string[] = [];
  if (scenario.fault !== undefined && !around.faultNames.includes(scenario.fault.name)) {
    problems.push(
      at(
        ['fault', 'name'],
        `fault "${scenario.fault.name}" is unknown; expected one of ${around.faultNames.join(', ')}`,
      ),
    );
  }
  if (feature === undefined) {
    problems.push(
      at(
        ['id'],
        `no feature has a scenario tagged @scenario:${scenario.id}; expected the one that proves it, in ${folderOf('features', scenario)}`,
      ),
    );
  } else if (features.length > 1) {
    const places = features.map(({ file, line }) => `${file}:${String(line)}`).join(' and ');
    problems.push(
      at(['id'], `@scenario:${scenario.id} is on ${places}; expected one scenario that proves it`),
    );
  } else if (!feature.file.startsWith(folderOf('features', scenario))) {
    problems.push(
      `${feature.file}:${String(feature.line)}: proves ${scenario.id}, of class ${scenario.class}; expected it in ${folderOf('features', scenario)}`,
    );
  } else if (runbook !== undefined && !feature.runbooks.some(({ title }) => title === runbook.value.title)) {
    problems.push(
      at(
        ['then', 'runbook'],
        `${feature.file}:${String(feature.line)} does not follow the runbook "${runbook.value.title}"`,
      ),
    );
  }
  if (runbook === undefined && !around.broken) {
    const known = around.runbooks.map(({ value }) => value.id).join(', ');
    problems.push(
      at(['then', 'runbook'], `runbook "${scenario.then.runbook}" does not exist; expected one of ${known}`),
    );
  }
  const named = (key: 'before' | 'due'): LocatedYaml<Runbook> | undefined => {
    const wanted = scenario[key]?.runbook;
    const found = around.runbooks.find(({ value }) => value.id === wanted);
    if (wanted !== undefined && found === undefined && !around.broken) {
      const known = around.runbooks.map(({ value }) => value.id).join(', ');
      problems.push(at([key, 'runbook'], `runbook "${wanted}" does not exist; expected one of ${known}`));
    }
    return found;
  };
  const before = named('before');
  const due = named('due');
  problems.push(
    ...outcomeProblems(located, around.actions),
    ...wayBackProblems(located, runbook?.value),
    ...dueProblems(located, due?.value),
  );
  if (runbook === undefined || feature === undefined || problems.length > 0) return problems;
  try {
    const other = (id: string) => around.runbooks.find(({ value }) => value.id === id);
    const filled = fillRunbook(runbook, scenario.then.parameters, around.actions, other);
    const first =
      before === undefined || scenario.before === undefined
        ? {}
        : { before: fillRunbook(before, scenario.before.parameters, around.actions, other) };
    const meanwhile =
      due === undefined || scenario.due === undefined
        ? {}
        : { due: fillRunbook(due, scenario.due.parameters, around.actions, other) };
    return { scenario, runbook: filled, ...first, ...meanwhile, feature, at };
  } catch (error) {
    if (error instanceof DefinitionError) return [...error.problems];
    throw error;
  }
}

function outcomeProblems(
  { value: { outcome }, at }: LocatedYaml<FailureScenario>,
  actions: Surroundings['actions'],
): readonly string[] {
  if (outcome === undefined) return [];
  const action = actions.get(outcome.action);
  if (action === undefined) return [at(['outcome', 'action'], `action "${outcome.action}" is unknown`)];
  return action
    .problems(outcome.parameters)
    .map((problem) => at(['outcome', 'parameters'], `${outcome.action}: ${problem}`));
}

/** What is due fails at one of its steps. */
function dueProblems(
  { value: { due }, at }: LocatedYaml<FailureScenario>,
  runbook: Runbook | undefined,
): readonly string[] {
  if (due === undefined || runbook === undefined) return [];
  const titles = runbook.steps.map(({ title }) => title);
  if (titles.includes(due.failsAt)) return [];
  const message = `"${due.failsAt}" is no step of "${runbook.title}"; expected one of ${titles.join(', ')}`;
  return [at(['due', 'failsAt'], message)];
}

/** A step that is to fail has something to take back, and a runbook that does. */
function wayBackProblems(
  { value: { then }, at }: LocatedYaml<FailureScenario>,
  runbook: Runbook | undefined,
): readonly string[] {
  const { goesBackAfter } = then;
  if (goesBackAfter === undefined || runbook === undefined) return [];
  const { wayBack, steps, title } = runbook;
  const place = ['then', 'goesBackAfter'];
  if (wayBack === undefined) return [at(place, `the runbook "${title}" has no way back`)];
  const titles = steps.map((step) => step.title);
  const possible = titles.slice(titles.indexOf(wayBack.from));
  if (possible.includes(goesBackAfter)) return [];
  return [
    at(place, `"${goesBackAfter}" is no step to go back after; expected one of ${possible.join(', ')}`),
  ];
}

const folderOf = (top: string, scenario: FailureScenario): string => join(top, scenario.class, '/');

/** Each failure scenario is where its class and its id say, so that whoever has read of it finds its file. */
const misplaced = (scenarios: Scenarios): readonly string[] =>
  scenarios.flatMap(({ value, file, at }) => {
    const expected = `${folderOf('scenarios', value)}${value.id}.yaml`;
    return file === expected ? [] : [at(['id'], `this file is ${file}; expected ${expected}`)];
  });

/** A plan that no drill follows is one that nobody knows to work. */
const unusedRunbooks = (runbooks: Runbooks, scenarios: Scenarios, broken: boolean): readonly string[] =>
  broken
    ? []
    : runbooks
        .filter(
          ({ value }) =>
            !scenarios.some(({ value: { then, before, due } }) =>
              [then.runbook, before?.runbook, due?.runbook, wayBackOf(runbooks, then)].includes(value.id),
            ),
        )
        .map(({ value, at }) =>
          at(
            ['id'],
            `no failure scenario follows the runbook "${value.id}"; expected a drill that proves it`,
          ),
        );

/** The runbook of the way back that a scenario is there to go, if it is. */
const wayBackOf = (
  runbooks: Runbooks,
  { runbook, goesBackAfter }: FailureScenario['then'],
): string | undefined =>
  goesBackAfter === undefined
    ? undefined
    : runbooks.find(({ value }) => value.id === runbook)?.value.wayBack?.runbook;

function duplicates(files: readonly LocatedYaml<{ readonly id: string }>[]): readonly string[] {
  return files.flatMap(({ value, at }, index) =>
    files.slice(0, index).some((earlier) => earlier.value.id === value.id)
      ? [at(['id'], `id "${value.id}" is taken by another file; expected one of its own`)]
      : [],
  );
}

function listed(root: string, folder: string, ending: string, recursive = false): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();
}
