import { readFileSync } from 'node:fs';

const SCENARIO_TAG = '@scenario:';

/** A Gherkin scenario that proves a failure scenario. */
export interface FeatureScenario {
  /** `features/x/y.feature`. */
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** Its own and those of the feature and rule around it: `@jira`. */
  readonly tags: readonly string[];
  /** Of its tags `@scenario:<id>`, one each. */
  readonly scenarios: readonly { readonly id: string; readonly line: number }[];
  /** Of its steps `the runbook "<title>" is followed`, or `fails and goes back`. */
  readonly runbooks: readonly { readonly title: string; readonly line: number }[];
}

export function readFeature(path: string, shownAs: string): readonly FeatureScenario[] {
  return scanFeature(readFileSync(path, 'utf8'), shownAs);
}

/**
 * The few facts that tie a feature file to failure scenarios and runbooks, read line by line, so that they can be
 * checked where no cucumber runs. Whether it is Gherkin at all is cucumber's business.
 */
export function scanFeature(source: string, file: string): readonly FeatureScenario[] {
  const found: { -readonly [K in keyof FeatureScenario]: FeatureScenario[K] }[] = [];
  let pending: { tag: string; line: number }[] = [];
  let ofFeature: readonly string[] = [];
  let ofRule: readonly string[] = [];
  for (const [index, text] of source.split('\n').entries()) {
    const line = index + 1;
    const trimmed = text.trim();
    if (trimmed.startsWith('@')) {
      pending.push(...trimmed.split(/\s+/).map((tag) => ({ tag, line })));
      continue;
    }
    const heading = /^(Scenario Outline|Scenario|Example|Feature|Rule|Background):\s*(.*)$/.exec(trimmed);
    if (heading !== null) {
      const [, kind = '', name = ''] = heading;
      const own = pending.map(({ tag }) => tag);
      if (kind === 'Feature') ofFeature = own;
      if (kind === 'Rule') ofRule = own;
      if (kind.startsWith('Scenario') || kind === 'Example') {
        const scenarios = pending
          .filter(({ tag }) => tag.startsWith(SCENARIO_TAG))
          .map(({ tag, line: at }) => ({ id: tag.slice(SCENARIO_TAG.length), line: at }));
        found.push({ file, line, name, tags: [...ofFeature, ...ofRule, ...own], scenarios, runbooks: [] });
      }
      pending = [];
      continue;
    }
    const followed = /the runbook "([^"]*)" (?:is followed|fails and goes back)/.exec(trimmed);
    const current = found.at(-1);
    if (followed !== null && current !== undefined) {
      current.runbooks = [...current.runbooks, { title: followed[1] ?? '', line }];
    }
  }
  return found;
}
