import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Markup } from '../html/markup';
import type { RunRecord } from '../run-record';
import { correctAllureResults } from './correct-results';
import { generateAllureReport, type AllureOutcome } from './generate-report';
import { prepareResults } from './prepare-results';

const REPORT = 'allure-report';

export interface AllureSources {
  /** The drills' timelines as SVG, by their ids. */
  readonly pictures: ReadonlyMap<string, Markup>;
  /** Drills whose verdict changes though nothing else does. */
  readonly flaky: ReadonlySet<string>;
  /** The folders of the runs before, the newest first. */
  readonly before: readonly string[];
}

/** Corrects the results that cucumber's formatter left, and makes a report of them that carries on the one before. */
export function writeAllure(
  runFolder: string,
  record: RunRecord,
  { pictures, flaky, before }: AllureSources,
): Promise<AllureOutcome> {
  const results = join(runFolder, 'allure-results');
  if (existsSync(results)) {
    correctAllureResults(results, record.drills, (drill) => {
      const timeline = pictures.get(drill)?.html;
      return { flaky: flaky.has(drill), ...(timeline === undefined ? {} : { timeline }) };
    });
    const last = before.map((folder) => join(folder, REPORT)).find((report) => existsSync(report));
    prepareResults(results, record, last);
  }
  return generateAllureReport(results, join(runFolder, REPORT));
}
