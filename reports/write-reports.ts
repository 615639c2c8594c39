import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../support/drill/atomic-file';
import { evidenceFiles } from '../support/drill/evidence-folder';
import type { JournalEntry } from '../support/drill/journal/journal-line';
import { readJournal } from '../support/drill/journal/read-journal';
import { redact, redacted } from '../support/drill/redaction/known-secrets';
import { correctAllureResults } from './allure/correct-results';
import { generateAllureReport } from './allure/generate-report';
import { readCucumberOutcomes } from './cucumber-outcomes';
import { readRunEvidence, type DrillEvidence } from './drill-evidence';
import { hostLogExcerpts } from './host-log-excerpts';
import { drillPage } from './html/drill/drill-page';
import { DRILL_PAGES, drillPagePath } from './html/drill/drill-page-path';
import { instantsOf } from './html/drill/instants';
import { indexPage } from './html/index-page';
import { runRecord, type RunRecord } from './run-record';
import { summarizeRun, type RunFacts } from './summarize-run';
import { timeSpent } from './time-spent';
import { changesOf } from './trend/changes';
import { keptRuns } from './trend/kept-runs';
import { runIndexOf, writeRunIndex } from './trend/run-index';
import { trendPath } from './trend/trend-path';

export interface WrittenReports {
  readonly record: RunRecord;
  /** Absolute paths by what they are. */
  readonly paths: Readonly<Record<string, string>>;
}

/**
 * From the evidence of a run to its reports: `run.json`, `index.html` with a page for each drill, and the Allure report. What
 * changed is told by the runs that are kept beside this one. Cucumber's own
 * messages (`messages.ndjson`), `junit.xml` and `allure-results/` are already in the folder. They are for their owner
 * only, and without secrets, also where evidence is from before its writers left them out.
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

  const results = join(runFolder, 'allure-results');
  if (existsSync(results)) correctAllureResults(results, record.drills);
  const allure = await generateAllureReport(results, join(runFolder, 'allure-report'));
  if (!allure.made) record.notes.push(allure.reason);

  const json = join(runFolder, 'run.json');
  const index = join(runFolder, 'index.html');
  const written = runRecord.safeParse(redacted(record));
  if (!written.success) throw new Error(`${json} would not be valid: ${z.prettifyError(written.error)}`);
  writeFileAtomically(json, `${JSON.stringify(written.data, undefined, 2)}\n`);
  const runIndex = runIndexOf(written.data);
  writeRunIndex(runFolder, runIndex);
  const earlier = reportsFolder === undefined ? [] : keptRuns(reportsFolder, record.environment).runs;
  const trend = reportsFolder === undefined ? undefined : trendPath(reportsFolder, record.environment);
  const trendHref = trend !== undefined && existsSync(trend) ? relative(runFolder, trend) : undefined;
  writeFileAtomically(index, redact(indexPage(record, changesOf(runIndex, earlier), trendHref)));
  writeDrillPages(runFolder, record, evidence);
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

function writeDrillPages(runFolder: string, record: RunRecord, evidence: readonly DrillEvidence[]): void {
  const byDrill = new Map(evidence.map((entry) => [entry.manifest.drill, entry]));
  mkdirSync(join(runFolder, DRILL_PAGES), { recursive: true, mode: 0o700 });
  for (const drill of record.drills) {
    const entry = byDrill.get(drill.drill);
    const logs = entry === undefined ? [] : logsOf(runFolder, entry);
    writeFileAtomically(
      join(runFolder, drillPagePath(drill.drill)),
      redact(drillPage(record, drill, entry, logs)),
    );
  }
}

function logsOf(runFolder: string, entry: DrillEvidence): ReturnType<typeof hostLogExcerpts> {
  const started = Date.parse(entry.manifest.startedAt);
  const instants = instantsOf(entry).map(({ at }) => started + at);
  return hostLogExcerpts(join(runFolder, entry.folder, evidenceFiles.hostLogs), entry.hostLogs, instants);
}

/** The run's, or those of the runs that went on side by side: each of its drills is in one of them. */
const journalsOf = (runFolder: string): readonly (readonly JournalEntry[])[] =>
  readdirSync(runFolder)
    .filter((name) => name.endsWith('.journal'))
    .map((name) => readJournal(join(runFolder, name)).entries);
