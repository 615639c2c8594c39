import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { writeTrend } from '../../../reports/write-trend';
import { minutes as minutesOf } from '../../drill/time';
import { writeNightFile } from '../../recovery/night-file';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment-file';
import { exitCodeOf } from '../exit-code';
import { HeldEnvironment } from '../held-environment';
import { expiredRuns } from '../nightly/expired-runs';
import { lastNight } from '../nightly/last-night';
import { nightDrill } from '../nightly/night-drill';
import { nightLine } from '../nightly/night-line';
import { nightOrder, reasons } from '../nightly/night-order';
import { openRun } from '../open-run';
import { runId } from '../run-id';
import { CHECKOUT, REPORTS_FOLDER } from '../settings';
import { superviseRun } from '../supervise-run';
import { taggedWith } from '../tagged-with';
import { wholeNumber } from '../whole-number';

/** Unless told otherwise a night goes through the whole catalogue, but for what the kernel may have no means for. */
const ALL = 'not @netem';

interface NightlyOptions {
  readonly environment: string;
  readonly tags: string;
  readonly seed: number;
  readonly budget?: number;
  readonly keep?: number;
}

export function nightlyCommand(): Command {
  return new Command('nightly')
    .description('run the whole catalogue: what was not met last night first, then what has changed')
    .option('--environment <name>', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .option('--tags <expression>', "which drills, as Cucumber's tag expressions", ALL)
    .option('--seed <N>', 'of the order, the data and the choices of faults', wholeNumber, seedOf(new Date()))
    .option(
      '--budget <minutes>',
      'no drill begins after that; the one under way is ended in order',
      wholeNumber,
    )
    .option('--keep <days>', 'remove runs that ended in order and are older', wholeNumber)
    .addHelpText(
      'after',
      `
Examples:
  firedrill nightly                          the whole catalogue on staging; the seed is the date
  firedrill nightly --budget 60 --keep 30    for an hour at most, and with the reports of a month
  firedrill nightly --seed 20261127          the order and the data of that night again

An environment that is down or broken is brought up first, which counts into the budget. A drill that the budget left
out is unknown, and comes first in the next night. The last line is the night in one line.`,
    )
    .action(async (options: NightlyOptions) => {
      const began = new Date();
      const chosen = chooseEnvironment(options.environment);
      const { name } = chosen.environment;
      const { catalogue, progress, interruption } = await openRun(chosen);
      const { seed, tags } = options;
      const drills = catalogue.drills.filter(taggedWith(tags));
      if (drills.length === 0) throw new Error(`no drill has the tags ${tags}; run: npx firedrill plan`);
      const order = nightOrder(
        drills.map((drill) => nightDrill(CHECKOUT, drill)),
        lastNight(REPORTS_FOLDER, name),
        seed,
      );
      for (const reason of reasons) {
        const count = order.filter(({ because }) => because === reason).length;
        if (count > 0) progress(`${String(count)} of ${String(order.length)} drills: ${reason}`);
      }
      const run = runId(began, seed);
      const folder = join(REPORTS_FOLDER, run);
      const held = await HeldEnvironment.take(chosen, run, progress, interruption.signal);
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeNightFile(folder, { environment: name, seed, order: [...order] });
        const { budget } = options;
        const { lock, hold } = held;
        const result = await superviseRun({
          ...{ run, folder, environment: name, seed, tags, part: 1, lock, hold, progress, interruption },
          catalogue: () => catalogue,
          ...(budget === undefined ? {} : { until: new Date(began.getTime() + minutesOf(budget)) }),
          onReported: (record) => {
            progress(`trend: ${writeTrend(REPORTS_FOLDER, name)}`);
            progress(nightLine(record, (Date.now() - began.getTime()) / 60_000));
          },
        });
        process.exitCode = exitCodeOf(result);
      } finally {
        await held.release();
      }
      if (options.keep === undefined) return;
      for (const expired of expiredRuns(REPORTS_FOLDER, name, options.keep, new Date())) {
        rmSync(expired, { recursive: true });
        progress(`removed ${basename(expired)}: older than ${String(options.keep)} days`);
      }
    });
}

/** The date in Coordinated Universal Time: 20261127. */
const seedOf = (date: Date): number => Number(date.toISOString().slice(0, 10).replaceAll('-', ''));
