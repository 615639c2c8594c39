import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../support/drill/atomic-file';
import type { JournalEntry } from '../support/drill/journal/journal-line';
import { readJournal } from '../support/drill/journal/read-journal';
import { redact, redacted } from '../support/drill/redaction/known-secrets';
import { correctAllureResults } from './allure/correct-results';
import { generateAllureReport } from './allure/generate-report';
import { readCucumberOutcomes } from './cucumber-outcomes';
import { readRunEvidence } from './drill-evidence';
import { indexPage } from './html/index-page';
import { runRecord, type RunRecord } from './run-record';
import { summarizeRun, type RunFacts } from './summarize-run';
import { timeSpent } from './time-spent';

export interface WrittenReports {
  readonly record: RunRecord;
  /** Absolute paths by what they are. */
  readonly paths: Readonly<Record<string, string>>;
}

/**
 * From the evidence of a run to its reports: `run.json`, `index.html` and the Allure report. Cucumber's own
 * messages (`messages.ndjson`), `junit.xml` and `allure-results/` are already in the folder. They are for their owner
 * only, and without secrets, also where evidence is from before its writers left them out.
 */
export async function writeReports(runFolder: string, facts: RunFacts): Promise<WrittenReports> {
  const evidence = readRunEvidence(runFolder);
  const outcomes = readCucumberOutcomes(runFolder);
  const record = summarizeRun(facts, outcomes, evidence);
  for (const entries of journalsOf(runFolder)) {
    const spent = timeSpent(entries, evidence);
    for (const drill of record.drills) drill.spent ??= spent.get(drill.drill);
  }

  const results = join(runFolder, 'allure-results');
  if (existsSync(results)) correctAllureResults(results, record.drills);
  const allure = await generateAllureReport(results, join(runFolder, 'allure-report'));
  if (!allure.made) record.notes.push(allure.reason);

  const json = join(runFolder, 'run.json');
  const index = join(runFolder, 'index.html');
  const written = runRecord.safeParse(redacted(record));
  if (!written.success) throw new Error(`${json} would not be valid: ${z.prettifyError(written.error)}`);
  writeFileAtomically(json, `${JSON.stringify(written.data, undefined, 2)}\n`);
  writeFileAtomically(index, redact(indexPage(record, evidence)));
  return {
    record,
    paths: {
      report: index,
      ...(allure.made ? { allure: allure.index } : {}),
      junit: join(runFolder, 'junit.xml'),
      data: json,
    },
  };
}

/** The run's, or those of the runs that went on side by side: each of its drills is in one of them. */
const journalsOf = (runFolder: string): readonly (readonly JournalEntry[])[] =>
  readdirSync(runFolder)
    .filter((name) => name.endsWith('.journal'))
    .map((name) => readJournal(join(runFolder, name)).entries);
