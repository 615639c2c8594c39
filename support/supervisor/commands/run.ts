import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { readJournal } from '../../drill/journal/read-journal';
import { worst, type VerdictResult } from '../../drill/verdict';
import { readEnvironmentState } from '../../environment/environment-state';
import type { Catalogue } from '../../recovery/catalogue/catalogue';
import { journalFile } from '../../recovery/run/journal-file';
import { runState } from '../../recovery/run/run-state';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { exitCodeOf } from '../command-line/exit-code';
import { exportAfterRun, OTLP_OPTION } from '../run/export-runs';
import { HeldEnvironment } from '../environment/held-environment';
import { openRun } from '../run/open-run';
import { withCopies } from '../parallel/copies';
import { runLanes } from '../parallel/run-lanes';
import { Sources } from '../environment/sources';
import { runId } from '../run/run-id';
import { REPORTS_FOLDER, STATE_FOLDER } from '../settings';
import { STORM_TAG } from '../storm/storm-feature';
import { superviseRun, type SupervisedRun } from '../run/supervise-run';
import { taggedWith } from '../run/tagged-with';
import type { Display } from '../view/display';
import { wholeNumber } from '../command-line/whole-number';

/** Unless told otherwise: the drills that are short and few enough for every day. */
const EVERY_DAY = 'not @nightly';

interface RunOptions {
  readonly environment: string;
  readonly tags: string;
  readonly seed: number;
  readonly repeat: number;
  readonly shuffle: boolean;
  readonly parallel: number;
  readonly resume?: string;
  readonly otlp?: string;
}

/** A run as it is begun, or taken up again. */
interface PlannedRun {
  readonly run: string;
  readonly folder: string;
  readonly seed: number;
  readonly tags: string;
  readonly shuffled: boolean;
  readonly part: number;
}

export function runCommand(): Command {
  return new Command('run')
    .description('run drills: bring the environment up if it is not, drill, judge, report')
    .option('--environment <name>', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .option('--tags <expression>', "which drills, as Cucumber's tag expressions", EVERY_DAY)
    .option('--seed <N>', "seed of the workload's data and of the faults' choices", wholeNumber, 1)
    .option(
      '--shuffle',
      'in random order, drawn from the seed: what a drill leaves behind shows in the next',
      false,
    )
    .option('--repeat <N>', 'runs in a row, each with its own report', wholeNumber, 1)
    .option('--parallel <N>', 'on so many copies of the environment side by side', wholeNumber, 1)
    .option('--resume <run>', 'go on with a run that was cut: the drills that were not judged yet')
    .option(...OTLP_OPTION)
    .addHelpText(
      'after',
      `
Examples:
  firedrill run                          the daily drills on staging: all but those tagged @nightly
  firedrill run --tags "@nightly"        the nightly ones
  firedrill run --tags "@disk-full"      one class of them
  firedrill run --tags "not @netem" --shuffle --seed 20261124
                                         the whole catalogue but for what needs netem in the kernel, in the order that the seed gives
  firedrill run --seed 7 --repeat 10     ten runs in a row, seeds 7 to 16
  firedrill run --tags "@instance-loss" --parallel 2
                                         side by side on staging and a copy of it, staging-2, which stays up
  firedrill run --resume 20261124T055803Z-seed1

Ctrl-C ends the drill in order: the load is stopped, what was broken is reverted, the evidence is kept. A second
Ctrl-C hurries, and still reverts. What a killed run has left is closed by the next run, or by firedrill recover.`,
    )
    .action(async (options: RunOptions) => {
      if (options.resume !== undefined && options.parallel > 1)
        throw new Error(
          '--resume goes on with one run; leave out --parallel, and resume each lane by its name',
        );
      const resumed = options.resume === undefined ? undefined : resumedRun(options.resume);
      const chosen = chooseEnvironment(resumed?.environment ?? options.environment);
      const { name } = chosen.environment;
      const { catalogue, progress, display, interruption } = await openRun(chosen);
      const { signal } = interruption;
      const plans = resumed === undefined ? newRuns(options) : [resumed];
      const held: HeldEnvironment[] = [];
      const sources = new Sources(progress);
      try {
        const drills = catalogue.drills.filter(taggedWith(plans[0]?.tags ?? EVERY_DAY));
        await sources.bringUp(drills, signal);
        for (const each of withCopies(chosen, options.parallel))
          held.push(await HeldEnvironment.take(each, plans[0]?.run ?? name, progress, signal));
        const results: VerdictResult[] = [];
        const reported: string[] = [];
        for (const plan of plans) {
          if (signal.aborted) break;
          mkdirSync(plan.folder, { recursive: true, mode: 0o700 });
          results.push(await drillOn(held, plan, { catalogue, progress, display, interruption }));
          reported.push(plan.folder);
        }
        await exportAfterRun(reported, options.otlp, progress);
        process.exitCode = exitCodeOf(worst(results));
      } finally {
        try {
          for (const each of held.reverse()) await each.release();
        } finally {
          await sources.takeDown();
        }
      }
    });
}

interface Surroundings extends Pick<SupervisedRun, 'progress' | 'interruption'> {
  readonly catalogue: Catalogue;
  readonly display: Display;
}

/** A run on the one environment, or side by side on all of them. */
function drillOn(
  environments: readonly HeldEnvironment[],
  plan: PlannedRun,
  { catalogue, ...surroundings }: Surroundings,
): Promise<VerdictResult> {
  const common = { ...plan, ...surroundings, catalogue: () => catalogue };
  const [only, ...others] = environments;
  if (only === undefined) throw new Error('there is no environment to drill on');
  if (others.length === 0)
    return superviseRun({ ...common, environment: only.name, lock: only.lock, hold: only.hold });
  return runLanes({ ...common, environments, drills: catalogue.drills.filter(taggedWith(plan.tags)) });
}

function newRuns({ tags, seed, repeat, shuffle }: RunOptions): readonly PlannedRun[] {
  return Array.from({ length: repeat }, (_, index) => {
    const run = runId(new Date(), seed + index);
    return { run, folder: join(REPORTS_FOLDER, run), seed: seed + index, tags, shuffled: shuffle, part: 1 };
  });
}

/** A run as its journal tells of it. */
function resumedRun(run: string): PlannedRun & { readonly environment: string } {
  const folder = join(REPORTS_FOLDER, run);
  if (!existsSync(journalFile(folder))) {
    throw new Error(`there is no run "${run}"; expected a folder in reports/out with a journal`);
  }
  const state = runState(readJournal(journalFile(folder)));
  const { opened, damaged } = state;
  if (opened === undefined || damaged !== undefined) {
    throw new Error(`the journal of ${run} is damaged (${damaged ?? 'it does not begin'}): begin a new run`);
  }
  const { seed, tags = EVERY_DAY, shuffled = false } = opened;
  if (tags === STORM_TAG)
    throw new Error(
      `${run} is a storm, which is not taken up again; run: npx firedrill storm --seed ${String(seed)}`,
    );
  // Its environment may have come from a file elsewhere.
  const environment = readEnvironmentState(STATE_FOLDER, opened.environment)?.file ?? opened.environment;
  return { run, folder, seed, tags, shuffled, environment, part: state.parts + 1 };
}
