import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../support/drill/atomic-file';
import type { JournalEntry } from '../support/drill/journal/journal-line';
import { readJournal } from '../support/drill/journal/read-journal';
import { redact, redacted } from '../support/drill/redaction/known-secrets';
import { writeAllure } from './allure/write-allure';
import { readCucumberOutcomes } from './cucumber-outcomes';
import { readRunEvidence } from './drill-evidence';
import { indexPage } from './html/index-page';
import { timelinePicture } from './html/timeline-picture';
import { runMetrics } from './metrics/run-metrics';
import { runRecord, type RunRecord } from './run-record';
import { summarizeRun, type RunFacts } from './summarize-run';
import { timeSpent } from './time-spent';
import { changesOf } from './trend/changes';
import { keptRuns } from './trend/kept-runs';
import { runIndexOf, writeRunIndex } from './trend/run-index';
import { trendPath } from './trend/trend-path';
import { writeDrillPages } from './write-drill-pages';

export interface WrittenReports {
  readonly record: RunRecord;
  /** Absolute paths by what they are. */
  readonly paths: Readonly<Record<string, string>>;
}

/**
 * From the evidence of a run to its reports: `run.json`, `index.html` with a page for each drill, `metrics.prom`, and the
 * Allure report. What changed is told by the runs that are kept beside this one. Cucumber's own messages
 * (`messages.ndjson`), `junit.xml` and `allure-results/` are already in the folder. They are for their owner only, and
 * without secrets, also where evidence is from before its writers left them out.
 *
 * @param reportsFolder where the runs are kept that this one is compared with; without it there is none
 */
export async function writeReports(
  runFolder: string,
  facts: RunFacts,
  reportsFolder?: string,
): Promise<WrittenReports> {
  const evidence = readRunEvidence(runFolder);
  const outcomes = readCucumberOutcomes(runFolder);
  const record = summarizeRun(facts, outcomes, evidence);
  for (const entries of journalsOf(runFolder)) {
    const spent = timeSpent(entries, evidence);
    for (const drill of record.drills) drill.spent ??= spent.get(drill.drill);
  }

  const earlier = reportsFolder === undefined ? [] : keptRuns(reportsFolder, record.environment).runs;
  const changes = changesOf(runIndexOf(record), earlier);
  const byDrill = new Map(evidence.map((entry) => [entry.manifest.drill, entry]));
  const pictures = new Map([...byDrill].map(([drill, entry]) => [drill, timelinePicture(entry)]));

  const allure = await writeAllure(runFolder, record, {
    pictures,
    flaky: new Set(changes.flaky.map(({ drill }) => drill)),
    before: changes.before.map(({ run }) => join(reportsFolder ?? '', run)).reverse(),
  });
  if (!allure.made) record.notes.push(allure.reason);

  const json = join(runFolder, 'run.json');
  const index = join(runFolder, 'index.html');
  const metrics = join(runFolder, 'metrics.prom');
  const written = runRecord.safeParse(redacted(record));
  if (!written.success) throw new Error(`${json} would not be valid: ${z.prettifyError(written.error)}`);
  writeFileAtomically(json, `${JSON.stringify(written.data, undefined, 2)}\n`);
  writeRunIndex(runFolder, runIndexOf(written.data));
  const trend = reportsFolder === undefined ? undefined : trendPath(reportsFolder, record.environment);
  const trendHref = trend !== undefined && existsSync(trend) ? relative(runFolder, trend) : undefined;
  writeFileAtomically(index, redact(indexPage(record, changes, trendHref)));
  writeDrillPages(runFolder, record, byDrill, pictures);
  writeFileAtomically(metrics, await runMetrics(written.data));
  return {
    record,
    paths: {
      report: index,
      ...(allure.made ? { allure: allure.index } : {}),
      junit: join(runFolder, 'junit.xml'),
      data: json,
      metrics,
    },
  };
}

/** The run's, or those of the runs that went on side by side: each of its drills is in one of them. */
const journalsOf = (runFolder: string): readonly (readonly JournalEntry[])[] =>
  readdirSync(runFolder)
    .filter((name) => name.endsWith('.journal'))
    .map((name) => readJournal(join(runFolder, name)).entries);
