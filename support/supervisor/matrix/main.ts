import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { HARNESS_FAILED } from '../command-line/exit-code';
import { onInterruption } from '../command-line/interruption';
import { progressTo } from '../output/progress';
import { REPORTS_FOLDER } from '../settings';
import { wholeNumber } from '../command-line/whole-number';
import { writePage } from '../output/write-page';
import { caseTimes } from './case-times';
import { allCases, sampleOf, shuffle } from './cases';
import type { CaseResult } from './run-case';
import { runMatrix } from './run-matrix';
import { figuresOf, figuresText, matrixPage } from './summary';

interface Options {
  readonly slots: number;
  readonly sample?: number;
  readonly seed: number;
  readonly only?: string;
  readonly minutes: number;
  readonly lease: number;
  readonly write: boolean;
}

const program = new Command('matrix')
  .description(
    'kill and break things at every step of every fault’s lease, and look whether anything is left',
  )
  .option('--slots <N>', 'cases side by side, each on an environment of its own', wholeNumber, 8)
  .option('--sample <N>', 'only so many cases, spread evenly', wholeNumber)
  .option('--seed <N>', 'seed of the order, and of the sample', wholeNumber, 1)
  .option(
    '--only <text>',
    'only cases whose name contains this: fill-volume, /ssh-cut/, fill-volume/ssh-cut/armed',
  )
  .option('--minutes <N>', 'begin no case after so many', wholeNumber, 58)
  .option('--lease <seconds>', 'how long leases last', wholeNumber, 16)
  .option('--write', 'write docs/lease-matrix.md, when every case was begun', false)
  .action(async (options: Options) => {
    const progress = progressTo(process.stdout);
    const times = caseTimes(options.lease);
    const { leaseSeconds } = times;
    const all = allCases(leaseSeconds).filter(({ name }) => name.includes(options.only ?? ''));
    const cases =
      options.sample === undefined ? shuffle(all, options.seed) : sampleOf(all, options.sample, options.seed);
    progress(`${String(cases.length)} cases of ${String(allCases(leaseSeconds).length)}`);
    const startedAt = new Date().toISOString();
    const began = performance.now();
    let done = 0;
    const results = await runMatrix({
      cases,
      slots: options.slots,
      times,
      limitMs: options.minutes * 60_000,
      progress,
      signal: onInterruption().signal,
      onResult: (result) => progress(`${String(++done)}/${String(cases.length)} ${resultText(result)}`),
    });
    const minutes = (performance.now() - began) / 60_000;
    progress(figuresText(results));
    const page = matrixPage(results, { leaseSeconds, startedAt, minutes, slots: options.slots });
    mkdirSync(REPORTS_FOLDER, { recursive: true });
    writeFileSync(join(REPORTS_FOLDER, 'lease-matrix.json'), `${JSON.stringify(results, undefined, 1)}\n`);
    const { leaks, problems } = figuresOf(results);
    const left = cases.length - results.length;
    if (left > 0) progress(`${String(left)} cases were not begun: time was up`);
    else if (options.write) await writePage('lease-matrix.md', page);
    process.exitCode = leaks > 0 ? 1 : problems > 0 || left > 0 ? 2 : 0;
  });

function resultText({ name, leaks, problem, revertMs, recoverMs }: CaseResult): string {
  if (problem !== undefined) return `NOT TRIED ${name}: ${problem}`;
  if (leaks.length > 0) return `LEAK ${name}: ${leaks.join('; ')}`;
  const reverted =
    revertMs === undefined ? 'held for the golden snapshot' : `reverted in ${(revertMs / 1000).toFixed(1)} s`;
  return `clean ${name}: ${reverted}, recovered in ${((recoverMs ?? 0) / 1000).toFixed(1)} s`;
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`matrix: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = HARNESS_FAILED;
});
