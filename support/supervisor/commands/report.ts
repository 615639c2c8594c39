import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { runRecord } from '../../../reports/run-record';
import { writeReports } from '../../../reports/write-reports';
import { writeTrend } from '../../../reports/write-trend';
import { loadEvidence, writeJudgement } from '../../drill/evidence-folder';
import { worst, type VerdictResult } from '../../drill/verdict';
import { judge } from '../../workload/judge';
import { DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { exitCodeOf } from '../command-line/exit-code';
import { exportRuns, OTLP_OPTION } from '../run/export-runs';
import { nightNotes } from '../nightly/night-notes';
import { progressTo, type Progress } from '../output/progress';
import { REPORTS_FOLDER } from '../settings';
import { summaryLines } from '../output/summary-lines';

interface ReportOptions {
  readonly otlp?: string;
  readonly trend?: string | true;
}

export function reportCommand(): Command {
  return new Command('report')
    .description('judge finished runs again from their evidence, and make their reports anew')
    .argument('[run...]', 'folders in reports/out')
    .option(
      '--trend [environment]',
      `one page over all kept runs of an environment (${DEFAULT_ENVIRONMENT} unless named)`,
    )
    .option(...OTLP_OPTION)
    .addHelpText(
      'after',
      `
Examples:
  firedrill report 20261122T105930Z-seed1
  firedrill report --trend staging       recovery times with their spread, new failures, slower and flaky drills
  firedrill report 20261122T105930Z-seed1 --otlp http://127.0.0.1:4318
                                         each drill as a trace to an OpenTelemetry collector; headers for it
                                         come from OTEL_EXPORTER_OTLP_HEADERS`,
    )
    .action(async (runs: readonly string[], { trend, otlp }: ReportOptions) => {
      if (runs.length === 0 && trend === undefined)
        throw new Error('nothing to report; expected runs, or --trend');
      const environment = trend === true ? DEFAULT_ENVIRONMENT : trend;
      if (environment !== undefined && basename(environment) !== environment)
        throw new Error(`"${environment}" is no environment; expected its name, as staging`);
      const progress = progressTo(process.stdout);
      const results: VerdictResult[] = [];
      for (const run of runs) results.push(await reportAgain(run, progress));
      if (environment !== undefined) progress(`trend: ${writeTrend(REPORTS_FOLDER, environment)}`);
      if (otlp !== undefined) {
        if (runs.length === 0) throw new Error('--otlp exports runs; expected at least one');
        await exportRuns(
          runs.map((run) => join(REPORTS_FOLDER, run)),
          otlp,
          progress,
        );
      }
      if (results.length > 0) process.exitCode = exitCodeOf(worst(results));
    });
}

async function reportAgain(run: string, progress: Progress): Promise<VerdictResult> {
  const folder = join(REPORTS_FOLDER, run);
  const file = join(folder, 'run.json');
  if (!existsSync(file)) throw new Error(`reports/out/${run} has no run.json; expected a finished run`);
  judgeAgain(folder);
  const { seed, environment, startedAt, endedAt } = runRecord.parse(JSON.parse(readFileSync(file, 'utf8')));
  const facts = { run, environment, seed, startedAt, endedAt, notes: nightNotes(folder) };
  const { record, paths } = await writeReports(folder, facts, REPORTS_FOLDER);
  progress(run);
  for (const line of summaryLines(record)) progress(line);
  progress(`report: ${paths['report'] ?? ''}`);
  return record.result;
}

function judgeAgain(runFolder: string): void {
  for (const { name } of readdirSync(runFolder, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    const folder = join(runFolder, name);
    if (!existsSync(join(folder, 'manifest.json'))) continue;
    writeJudgement(folder, judge(loadEvidence(folder)));
  }
}
