import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { writeFileAtomically } from '../../drill/atomic-file';
import { minutes } from '../../drill/time';
import { openEnvironment } from '../../environment/open-environment';
import { candidatesOf } from '../../recovery/storm/candidates';
import { drawStorm } from '../../recovery/storm/draw-storm';
import type { StormPlan } from '../../recovery/storm/storm-plan';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { exitCodeOf } from '../command-line/exit-code';
import { HeldEnvironment } from '../environment/held-environment';
import { openRun } from '../run/open-run';
import { runId } from '../run/run-id';
import { REPORTS_FOLDER } from '../settings';
import { superviseRun } from '../run/supervise-run';
import { STORM_TAG, stormFeature } from '../storm/storm-feature';
import { stormLines } from '../storm/storm-lines';
import { taggedWith } from '../run/tagged-with';
import { wholeNumber } from '../command-line/whole-number';

interface StormOptions {
  readonly environment: string;
  readonly minutes: number;
  readonly seed: number;
  readonly tags: string;
  readonly plan: boolean;
}

export function stormCommand(): Command {
  return new Command('storm')
    .description('draw failures and overlaps of failures from the catalogue, and judge the whole')
    .option('--environment <name>', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .option('--minutes <N>', 'for how long failures are drawn', wholeNumber, 10)
    .option('--seed <N>', 'what is drawn, and when: the same seed gives the same storm', wholeNumber, 1)
    .option(
      '--tags <expression>',
      "from which drills, as Cucumber's tag expressions; all that any kernel can unless told",
      'not @netem',
    )
    .option('--plan', 'show what would be done, and break nothing', false)
    .addHelpText(
      'after',
      `
Examples:
  firedrill storm --minutes 10 --seed 7          ten minutes of failures, about one a minute on staging
  firedrill storm --minutes 10 --seed 7 --plan   which these are, and which of them overlap
  firedrill storm --minutes 30 --tags "@instance-loss or @network-down"

Two failures may overlap where neither system needs the other, and where together they are within safety.storm of the
environment file. What they have in common is their load; each is detected, recovered from by its own plan and judged. A
gust waits until what the one before it broke is whole again, so a storm may take longer than was asked for.`,
    )
    .action(async (options: StormOptions) => {
      const chosen = chooseEnvironment(options.environment);
      const { name } = chosen.environment;
      const { catalogue, progress, display, interruption } = await openRun(chosen);
      const { signal } = interruption;
      const { seed } = options;
      const run = runId(new Date(), seed);
      const held = await HeldEnvironment.take(chosen, run, progress, signal);
      try {
        const open = await openEnvironment(name, held.hold.access);
        let plan: StormPlan;
        try {
          const drills = catalogue.drills.filter(taggedWith(options.tags));
          const length = minutes(options.minutes);
          const candidates = await candidatesOf(open, drills, seed, signal);
          if (candidates.length === 0)
            throw new Error(`no failure has the tags ${options.tags}; run: npx firedrill plan`);
          const gusts = drawStorm(open.environment, candidates, { seed, length });
          plan = { version: 1, environment: name, seed, lengthMs: length, gusts: [...gusts] };
        } finally {
          open.close();
        }
        process.stdout.write(`${stormLines(plan).join('\n')}\n`);
        if (options.plan) return;
        const folder = join(REPORTS_FOLDER, run);
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileAtomically(join(folder, 'storm.json'), `${JSON.stringify(plan, null, 2)}\n`);
        writeFileAtomically(join(folder, 'storm.feature'), stormFeature(plan, catalogue));
        const { lock, hold } = held;
        const result = await superviseRun({
          ...{ run, folder, environment: name, seed, tags: STORM_TAG, part: 1, profile: 'storm' },
          ...{ lock, hold, progress, display, interruption },
          total: plan.gusts.flatMap(({ strikes }) => strikes).length,
          catalogue: () => catalogue,
        });
        process.exitCode = exitCodeOf(result);
      } finally {
        await held.release();
      }
    });
}
