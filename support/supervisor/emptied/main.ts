import { spawn } from 'node:child_process';
import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { readRunRecord } from '../../../reports/read-run-record';
import { seconds } from '../../drill/time';
import { readDrills } from '../drills';
import { HARNESS_FAILED } from '../command-line/exit-code';
import { progressTo } from '../output/progress';
import { CHECKOUT, REPORTS_FOLDER } from '../settings';
import { taggedWith } from '../run/tagged-with';
import { wholeNumber } from '../command-line/whole-number';
import { writePage } from '../output/write-page';
import { emptiedDrills } from './emptied-drills';
import { emptiedPage } from './emptied-page';
import { planTimes, wait } from './plan-times';

interface Options {
  readonly seconds: number;
  readonly tags: string;
  readonly compare?: string;
  readonly results: string;
  readonly write: boolean;
}

/** What needs netem in the kernel is unknown where there is none, whatever its plan does. */
const ANYWHERE = 'not @netem';

const program = new Command('emptied')
  .description(
    'run drills with recovery plans that do nothing: each must fail, or it proves nothing of its plan',
  )
  .option('--seconds <N>', 'how long a drill waits for people to work again, at least', wholeNumber, 30)
  .option(
    '--compare <run>',
    'the folder of a run whose plans were followed: no drill waits less than 1.5 times what its plan took there',
  )
  .option('--tags <expression>', "which drills, as Cucumber's tag expressions", ANYWHERE)
  .option(
    '--results <folder>',
    'where the runs are kept: what failed in one is not run again',
    relative(process.cwd(), join(REPORTS_FOLDER, 'emptied')),
  )
  .option('--write', 'write docs/emptied-runbooks.md, when all were run', false)
  .action(async ({ seconds: least, tags, compare, results: folder, write }: Options) => {
    if (write && compare === undefined)
      throw new Error(
        '--write needs --compare: a page says of no drill that it failed before its plan was due',
      );
    const progress = progressTo(process.stdout);
    const ids = readDrills()
      .drills.filter(taggedWith(ANYWHERE))
      .map(({ scenario }) => scenario.id);
    const plans = compare === undefined ? undefined : planTimes(readRunRecord(compare));
    const shown = new Set(
      emptiedDrills(folder, plans)
        .filter(({ end }) => end.result === 'failed')
        .map(({ drill }) => drill),
    );
    const left = ids.filter((id) => !shown.has(id));
    if (left.length > 0) await runDrills(left);
    const drills = emptiedDrills(folder, plans).filter(({ drill }) => ids.includes(drill));
    for (const { drill, end } of drills) progress(`${drill}: ${end.result}: ${end.reason}`);
    const missing = ids.length - drills.length;
    if (write && missing === 0) await writePage('emptied-runbooks.md', emptiedPage(drills, least));
    const count = (result: string): number => drills.filter(({ end }) => end.result === result).length;
    progress(
      `${String(count('failed'))} failed without their plan, ${String(count('survived'))} survived, ${String(count('unclear'))} are unclear, ${String(missing)} were not run`,
    );
    process.exitCode = count('survived') > 0 ? 1 : count('unclear') + missing > 0 ? 2 : 0;

    /** Whatever the run's end: what counts is its evidence. */
    async function runDrills(chosen: readonly string[]): Promise<void> {
      const expression = `(${tags}) and (${chosen.map((id) => `@scenario:${id}`).join(' or ')})`;
      const waits = chosen.map((id) => [id, wait(plans?.get(id), seconds(least)) / seconds(1)]);
      const run = spawn(process.execPath, ['support/supervisor/firedrill.js', 'run', '--tags', expression], {
        cwd: CHECKOUT,
        // In a group of its own: a signal reaches it once, by whatever way it reached this.
        detached: true,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: {
          ...process.env,
          FIREDRILL_REPORTS: resolve(folder),
          FIREDRILL_EMPTIED: JSON.stringify(Object.fromEntries(waits)),
        },
      });
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => run.kill(name));
      await new Promise((resolve) => run.on('exit', resolve));
    }
  });

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`emptied: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = HARNESS_FAILED;
});
