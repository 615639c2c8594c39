import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyAction } from './actions/action';
import { readFeature, type FeatureScenario } from './feature';
import { DefinitionError, type LocatedYaml } from './located-yaml';
import { fillRunbook, readRunbook, type FilledRunbook, type Runbook } from './runbook';
import { readScenario, type FailureScenario } from './scenario';

/** A failure scenario with what it names: its runbook, filled in, and the feature that proves it. */
export interface DrillDefinition {
  readonly scenario: FailureScenario;
  readonly runbook: FilledRunbook;
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
 * Reads `scenarios/`, `scenarios/runbooks/` and `features/` below the root and checks that they fit together, both
 * ways: no scenario without a feature and a runbook, no feature without a scenario. Throws one DefinitionError with
 * every problem, before anything is touched.
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
  const runbooks = collect(listed(root, 'scenarios/runbooks', '.yaml'), (file) =>
    readRunbook(join(root, file), actions, file),
  );
  const scenarios = collect(listed(root, 'scenarios', '.yaml'), (file) =>
    readScenario(join(root, file), file),
  );
  const features = listed(root, 'features', '.feature', true).flatMap((file) =>
    readFeature(join(root, file), file),
  );
  const broken = problems.length > 0;

  problems.push(
    ...featureProblems(features, scenarios, runbooks, broken),
    ...duplicates(scenarios),
    ...duplicates(runbooks),
  );
  const drills = scenarios.flatMap((located) => {
    const definition = define(located, { runbooks, features, actions, faultNames: faults.names, broken });
    if (Array.isArray(definition)) problems.push(...definition);
    return Array.isArray(definition) ? [] : [definition];
  });
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
  const feature = around.features.find(
    ({ file, scenarios }) => file === scenario.feature && scenarios.some(({ id }) => id === scenario.id),
  );
  const problems: string[] = [];
  if (!around.faultNames.includes(scenario.fault.name)) {
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
        ['feature'],
        `${scenario.feature} has no scenario tagged @scenario:${scenario.id}; expected the feature that proves it`,
      ),
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
  if (runbook === undefined || feature === undefined || problems.length > 0) return problems;
  try {
    const filled = fillRunbook(runbook, scenario.then.parameters, around.actions);
    return { scenario, runbook: filled, feature, at };
  } catch (error) {
    if (error instanceof DefinitionError) return [...error.problems];
    throw error;
  }
}

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
