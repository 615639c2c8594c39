import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { runRecord } from '../../../reports/run-record';
import { writeReports } from '../../../reports/write-reports';
import { loadEvidence, writeJudgement } from '../../drill/evidence-folder';
import { worst, type VerdictResult } from '../../drill/verdict';
import { judge } from '../../workload/judge';
import { exitCodeOf } from '../exit-code';
import { progressTo } from '../progress';
import { REPORTS_FOLDER } from '../settings';
import { summaryLines } from '../summary-lines';

export function reportCommand(): Command {
  return new Command('report')
    .description('judge finished runs again from their evidence, and make their reports anew')
    .argument('<run...>', 'folders in reports/out')
    .addHelpText('after', '\nExample:\n  firedrill report 20261122T105930Z-seed1')
    .action(async (runs: readonly string[]) => {
      const progress = progressTo(process.stdout);
      const results: VerdictResult[] = [];
      for (const run of runs) {
        const folder = join(REPORTS_FOLDER, run);
        const file = join(folder, 'run.json');
        if (!existsSync(file)) throw new Error(`reports/out/${run} has no run.json; expected a finished run`);
        judgeAgain(folder);
        const { seed, environment, startedAt, endedAt } = runRecord.parse(
          JSON.parse(readFileSync(file, 'utf8')),
        );
        const { record, paths } = await writeReports(folder, {
          run,
          environment,
          seed,
          startedAt,
          endedAt,
          notes: [],
        });
        progress(run);
        for (const line of summaryLines(record)) progress(line);
        progress(`report: ${paths['report'] ?? ''}`);
        results.push(record.result);
      }
      process.exitCode = exitCodeOf(worst(results));
    });
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
