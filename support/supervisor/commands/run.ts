import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { writeReports } from '../../../reports/write-reports';
import { worst, type VerdictResult } from '../../drill/verdict';
import { bringUp } from '../bring-up';
import { readDrills } from '../drills';
import { chooseEnvironment, DEFAULT_ENVIRONMENT, type ChosenEnvironment } from '../environment-file';
import { exitCodeOf } from '../exit-code';
import { onInterruption } from '../interruption';
import { during, progressTo, type Progress } from '../progress';
import { runCucumber } from '../run-cucumber';
import { runId } from '../run-id';
import { REPORTS_FOLDER } from '../settings';
import { summaryLines } from '../summary-lines';
import { wholeNumber } from '../whole-number';

/** Unless told otherwise: the drills that are short and few enough for every day. */
const EVERY_DAY = 'not @nightly';

interface RunOptions {
  readonly environment: string;
  readonly tags: string;
  readonly seed: number;
  readonly repeat: number;
}

export function runCommand(): Command {
  return new Command('run')
    .description('run drills: bring the environment up if it is not, drill, judge, report')
    .option('--environment <name>', 'its file in fixtures/environments', DEFAULT_ENVIRONMENT)
    .option('--tags <expression>', "which drills, as Cucumber's tag expressions", EVERY_DAY)
    .option('--seed <N>', "seed of the workload's data and of the faults' choices", wholeNumber, 1)
    .option('--repeat <N>', 'runs in a row, each with its own report', wholeNumber, 1)
    .addHelpText(
      'after',
      `
Examples:
  firedrill run                          the daily drills on staging: all but those tagged @nightly
  firedrill run --tags "@nightly"        the nightly ones
  firedrill run --tags "@disk-full"      one of them
  firedrill run --seed 7 --repeat 10     ten runs in a row, seeds 7 to 16`,
    )
    .action(async (options: RunOptions) => {
      const chosen = chooseEnvironment(options.environment);
      if (chosen.environment.protected) {
        throw new Error(
          `${chosen.environment.name} is protected: no fault reaches it; choose another environment`,
        );
      }
      // Everything that can be wrong in the files is said before anything is touched.
      readDrills();
      const progress = progressTo(process.stdout);
      const signal = onInterruption();
      const open = await bringUp(chosen, progress, signal);
      open.close();
      const results: VerdictResult[] = [];
      for (let index = 0; index < options.repeat && !signal.aborted; index++) {
        results.push(await runOnce(chosen, { ...options, seed: options.seed + index }, progress));
      }
      process.exitCode = exitCodeOf(worst(results));
    });
}

async function runOnce(
  { environment }: ChosenEnvironment,
  { tags, seed }: RunOptions,
  progress: Progress,
): Promise<VerdictResult> {
  const startedAt = new Date();
  const run = runId(startedAt, seed);
  const folder = join(REPORTS_FOLDER, run);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const end = await during(progress, `Run ${run}`, () =>
    runCucumber({ run, environment: environment.name, seed, tags }),
  );
  // 0 all passed, 1 some did not; anything else is cucumber itself.
  const cut =
    end.code === 0 || end.code === 1 ? [] : [`cucumber ended with ${String(end.code ?? end.signal)}`];
  const { record, paths } = await writeReports(folder, {
    run,
    environment: environment.name,
    seed,
    startedAt: startedAt.toISOString(),
    endedAt: new Date().toISOString(),
    notes: cut,
  });
  for (const line of summaryLines(record)) progress(line);
  for (const [what, path] of Object.entries(paths)) progress(`${what}: ${path}`);
  return worst([record.result, cut.length === 0 ? 'met' : 'unknown']);
}
