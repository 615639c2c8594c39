import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Envelope } from '@cucumber/messages';

/** What cucumber said of one scenario (pickle). */
export interface CucumberOutcome {
  /** From the tag `@scenario:<id>`. */
  readonly drill: string;
  readonly title: string;
  readonly location: string;
  /** `passed`, or the worst of its steps and hooks, in cucumber's words, lower case. */
  readonly status: string;
  /** First line of the failure, if any. */
  readonly message: string;
}

/** Later ones outweigh earlier ones. */
const SEVERITY = ['passed', 'skipped', 'pending', 'undefined', 'ambiguous', 'unknown', 'failed'];
const SCENARIO_TAG = '@scenario:';

/**
 * Reads what cucumber said in a run's folder: `messages.ndjson`, and `messages-2.ndjson` and so on of a run that was cut
 * and taken up again. What was said last of a drill counts.
 */
export function readCucumberOutcomes(runFolder: string): CucumberOutcome[] {
  const outcomes = new Map<string, CucumberOutcome>();
  for (const file of messageFiles(runFolder)) {
    for (const outcome of outcomesIn(readFileSync(file, 'utf8'))) outcomes.set(outcome.drill, outcome);
  }
  return [...outcomes.values()];
}

function messageFiles(runFolder: string): readonly string[] {
  const part = (name: string): number => Number(/^messages(?:-(\d+))?\.ndjson$/.exec(name)?.[1] ?? 1);
  return readdirSync(runFolder)
    .filter((name) => /^messages(-\d+)?\.ndjson$/.test(name))
    .sort((one, other) => part(one) - part(other))
    .map((name) => join(runFolder, name));
}

/** A torn last line, as a killed run leaves it, is passed over. */
function outcomesIn(text: string): CucumberOutcome[] {
  const envelopes = text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Envelope];
    } catch {
      return [];
    }
  });
  return cucumberOutcomes(envelopes);
}

export function cucumberOutcomes(envelopes: readonly Envelope[]): CucumberOutcome[] {
  const lines = new Map<string, number>();
  for (const { gherkinDocument } of envelopes) {
    for (const child of gherkinDocument?.feature?.children ?? []) {
      for (const scenario of [child, ...(child.rule?.children ?? [])].flatMap((c) => c.scenario ?? [])) {
        lines.set(scenario.id, scenario.location.line);
      }
    }
  }
  const pickleOfCase = new Map<string, string>();
  const caseOfStart = new Map<string, string>();
  const worst = new Map<string, { status: string; message: string }>();
  const finished = new Set<string>();
  for (const { testCase, testCaseStarted, testStepFinished, testCaseFinished } of envelopes) {
    if (testCase) pickleOfCase.set(testCase.id, testCase.pickleId);
    if (testCaseStarted) caseOfStart.set(testCaseStarted.id, testCaseStarted.testCaseId);
    if (testStepFinished) {
      const start = testStepFinished.testCaseStartedId;
      const status = testStepFinished.testStepResult.status.toLowerCase();
      const known = worst.get(start) ?? { status: 'passed', message: '' };
      if (SEVERITY.indexOf(status) > SEVERITY.indexOf(known.status)) {
        worst.set(start, { status, message: firstLine(testStepFinished.testStepResult.message) });
      } else {
        worst.set(start, known);
      }
    }
    if (testCaseFinished) finished.add(testCaseFinished.testCaseStartedId);
  }
  const byPickle = new Map<string, { status: string; message: string }>();
  for (const [start, testCase] of caseOfStart) {
    const pickle = pickleOfCase.get(testCase);
    if (pickle === undefined) continue;
    const outcome = finished.has(start)
      ? (worst.get(start) ?? { status: 'unknown', message: 'no step was run' })
      : { status: 'unknown', message: 'it was cut off before its end' };
    byPickle.set(pickle, outcome);
  }
  const chosen = new Set(pickleOfCase.values());
  return envelopes.flatMap(({ pickle }) => {
    if (!pickle) return [];
    const tag = pickle.tags.find(({ name }) => name.startsWith(SCENARIO_TAG));
    // Cucumber names every scenario of the features; one without a test case was not chosen to be run.
    if (!tag || !chosen.has(pickle.id)) return [];
    const line = pickle.astNodeIds.map((id) => lines.get(id)).find((found) => found !== undefined);
    return [
      {
        drill: tag.name.slice(SCENARIO_TAG.length),
        title: pickle.name,
        location: `${pickle.uri}${line === undefined ? '' : `:${String(line)}`}`,
        ...(byPickle.get(pickle.id) ?? { status: 'unknown', message: 'it was not run' }),
      },
    ];
  });
}

function firstLine(message: string | undefined): string {
  return message?.split('\n', 1)[0]?.trim() ?? '';
}
