import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '../../support/drill/atomic-file';
import { redacted } from '../../support/drill/redaction/known-secrets';
import type { DrillRecord } from '../run-record';

/** What we need of an Allure result file; the rest is kept as it is. */
interface AllureResult {
  name?: string;
  status?: string;
  statusDetails?: { message?: string; trace?: string };
  labels?: { name: string; value: string }[];
  [other: string]: unknown;
}

const ALLURE_STATUS = { met: 'passed', missed: 'failed', unknown: 'broken' } as const;

/**
 * allure-cucumberjs 3.12 reports undefined and ambiguous scenarios and failing After hooks as passed, and failing
 * Before hooks as skipped. Each result is given its drill's verdict instead; a result that belongs to no drill of
 * the run is an error, since nobody would have judged it.
 */
export function correctAllureResult(result: AllureResult, drills: readonly DrillRecord[]): AllureResult {
  const drill = drills.find(({ title }) => title === result.name);
  if (drill === undefined) {
    throw new Error(`Allure result "${result.name ?? '(no name)'}" belongs to no drill of this run`);
  }
  const { statusDetails, ...rest } = result;
  const labels = (result.labels ?? []).filter(({ name }) => name !== 'verdict');
  return {
    ...rest,
    status: ALLURE_STATUS[drill.result],
    ...(drill.result === 'met' ? {} : { statusDetails: { ...statusDetails, message: drill.reason } }),
    labels: [...labels, { name: 'verdict', value: drill.result }],
  };
}

/** Corrects every result file of a folder in place; returns how many there were. */
export function correctAllureResults(folder: string, drills: readonly DrillRecord[]): number {
  const files = readdirSync(folder).filter((name) => name.endsWith('-result.json'));
  for (const name of files) {
    const path = join(folder, name);
    const result = JSON.parse(readFileSync(path, 'utf8')) as AllureResult;
    writeFileAtomically(path, JSON.stringify(redacted(correctAllureResult(result, drills))));
  }
  return files.length;
}
