import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Command } from 'commander';
import { randomFrom } from '../../../fixtures/content/random';
import { readDrills } from '../drills';
import { HARNESS_FAILED } from '../command-line/exit-code';
import { onInterruption } from '../command-line/interruption';
import { progressTo } from '../output/progress';
import { CHECKOUT, REPORTS_FOLDER } from '../settings';
import { wholeNumber } from '../command-line/whole-number';
import { writePage } from '../output/write-page';
import { killOnce, type Kill, type KillResult } from './kill-once';
import { soakPage } from './soak-page';
import { openStream, type Stream } from './stream';

interface Options {
  readonly kills: number;
  readonly streams: number;
  readonly seed: number;
  readonly span: number;
  readonly minutes: number;
  readonly results: string;
  readonly write: boolean;
}

const program = new Command('soak')
  .description(
    'kill the supervisor at random instants of real drills on copies of staging, and look what is left',
  )
  .option('--kills <N>', 'how many in all; those of an earlier call count', wholeNumber, 200)
  .option('--streams <N>', 'kills side by side, each on a copy of staging of its own', wholeNumber, 3)
  .option('--seed <N>', 'seed of drills and instants', wholeNumber, 1)
  .option('--span <seconds>', 'the latest instant, from the beginning of the run', wholeNumber, 60)
  .option('--minutes <N>', 'begin no kill after so many', wholeNumber, 600)
  .option(
    '--results <file>',
    'where results are kept, line by line: a soak takes hours, and goes on where it was left',
    relative(process.cwd(), join(REPORTS_FOLDER, 'kill-soak.jsonl')),
  )
  .option('--write', 'write docs/kill-soak.md, when there were as many', false)
  .addHelpText(
    'after',
    '\nThe copies stay up for the next call; `firedrill down .firedrill/soak-1/environment.yaml` ends one.',
  )
  .action(async (options: Options) => {
    const { kills, write, results: file } = options;
    const revision = codeRevision();
    const progress = progressTo(process.stdout);
    const { signal } = onInterruption();
    mkdirSync(dirname(file), { recursive: true });
    const results: KillResult[] = earlier(file);
    const counted = (): number => results.filter(inDrill).length;
    const draws = drawKills(options, new Set(results.map(({ number }) => number)));
    const until = performance.now() + options.minutes * 60_000;
    const streams: Stream[] = [];
    // One after the other: all of them use the same images.
    for (let number = 1; number <= options.streams; number += 1)
      streams.push(await openStream(number, progress, signal));
    let underWay = 0;
    let failed = false;
    const isNeeded = (): boolean =>
      counted() + underWay < kills && !failed && !signal.aborted && performance.now() < until;
    await Promise.all(
      streams.map(async (stream) => {
        while (isNeeded()) {
          underWay += 1;
          try {
            const result = { ...(await killOnce(draws(), stream)), revision };
            results.push(result);
            appendFileSync(file, `${JSON.stringify(result)}\n`);
            progress(`${String(counted())}/${String(kills)} ${resultText(result)}`);
          } catch (error) {
            failed = true;
            throw error;
          } finally {
            underWay -= 1;
          }
        }
      }),
    );
    if (write && counted() >= kills) await writePage('kill-soak.md', soakPage(results.filter(inDrill)));
    const wrong = results.filter((each) => each.wrong.length > 0).length;
    progress(`${String(counted())} kills, ${String(wrong)} that left something`);
    process.exitCode = wrong > 0 ? 1 : counted() < kills ? 2 : 0;
  });

/** Each call gives the next kill that is not yet done: the same seed, the same drills and instants. */
function drawKills({ seed, span }: Options, done: ReadonlySet<number>): () => Kill {
  const drills = readDrills().drills.map(({ scenario }) => scenario.id);
  let number = 0;
  return () => {
    do number += 1;
    while (done.has(number));
    const chance = randomFrom(`soak ${String(seed)} ${String(number)}`);
    return { number, drill: chance.pick(drills), afterMs: Math.round(chance.fraction() * span * 1000) };
  };
}

function resultText({ drill, afterMs, at, wrong }: KillResult): string {
  const verdict = wrong.length === 0 ? 'nothing left' : `WRONG: ${wrong.join('; ')}`;
  return `${drill} after ${(afterMs / 1000).toFixed(1)} s (${at}): ${verdict}`;
}

/** One that came when the run had ended already shows nothing, and does not count; were anything wrong it would be told. */
const inDrill = ({ at, wrong }: KillResult): boolean => at !== 'run-closed' || wrong.length > 0;

const earlier = (file: string): KillResult[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as KillResult)
    : [];

/** The commit, with a plus where the code is not as committed. */
function codeRevision(): string {
  const git = (...words: readonly string[]): string =>
    execFileSync('git', words, { cwd: CHECKOUT, encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    const changed = git(
      'status',
      '--porcelain',
      '--',
      'features',
      'fixtures',
      'scenarios',
      'steps',
      'support',
    );
    return `${git('rev-parse', '--short', 'HEAD')}${changed === '' ? '' : '+'}`;
  } catch {
    return '?';
  }
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`soak: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = HARNESS_FAILED;
});
