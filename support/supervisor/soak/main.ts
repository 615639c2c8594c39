import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { randomFrom } from '../../../fixtures/content/random';
import { readDrills } from '../drills';
import { HARNESS_FAILED } from '../exit-code';
import { progressTo } from '../progress';
import { CHECKOUT, REPORTS_FOLDER } from '../settings';
import { wholeNumber } from '../whole-number';
import { killOnce, type KillResult } from './kill-once';
import { soakPage } from './soak-page';

interface Options {
  readonly kills: number;
  readonly seed: number;
  readonly span: number;
  readonly write: boolean;
}

/** Results are kept line by line: a soak takes hours, and goes on where it was left. */
const FILE = join(REPORTS_FOLDER, 'kill-soak.jsonl');

const program = new Command('soak')
  .description('kill the supervisor at random instants of real drills on staging, and look what is left')
  .option('--kills <N>', 'how many in all; those of an earlier call count', wholeNumber, 200)
  .option('--seed <N>', 'seed of drills and instants', wholeNumber, 1)
  .option('--span <seconds>', 'the latest instant, from the beginning of the run', wholeNumber, 45)
  .option('--write', 'write docs/kill-soak.md', false)
  .action(async ({ kills, seed, span, write }: Options) => {
    const progress = progressTo(process.stdout);
    const drills = readDrills().drills.map(({ scenario }) => scenario.id);
    mkdirSync(REPORTS_FOLDER, { recursive: true });
    const results: KillResult[] = earlier();
    const chance = randomFrom(`soak ${String(seed)}`);
    for (let number = 1; results.filter(inDrill).length < kills || number <= results.length; number += 1) {
      const drill = chance.pick(drills);
      const afterMs = Math.round(chance.fraction() * span * 1000);
      if (number <= results.length) continue;
      const result = await killOnce({ drill, afterMs }, join(REPORTS_FOLDER, 'kill-soak.log'));
      results.push(result);
      appendFileSync(FILE, `${JSON.stringify(result)}\n`);
      const verdict = result.wrong.length === 0 ? 'nothing left' : `WRONG: ${result.wrong.join('; ')}`;
      progress(
        `${String(results.filter(inDrill).length)}/${String(kills)} ${drill} after ${(afterMs / 1000).toFixed(1)} s (${result.at}): ${verdict}`,
      );
    }
    if (write) writeFileSync(join(CHECKOUT, 'docs/kill-soak.md'), `${soakPage(results.filter(inDrill))}\n`);
    const wrong = results.filter((each) => each.wrong.length > 0).length;
    progress(`${String(results.filter(inDrill).length)} kills, ${String(wrong)} that left something`);
    process.exitCode = wrong > 0 ? 1 : 0;
  });

/** One that came when the run had ended already shows nothing, and does not count; were anything wrong it would be told. */
const inDrill = ({ at, wrong }: KillResult): boolean => at !== 'run-closed' || wrong.length > 0;

const earlier = (): KillResult[] =>
  existsSync(FILE)
    ? readFileSync(FILE, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as KillResult)
    : [];

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`soak: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = HARNESS_FAILED;
});
