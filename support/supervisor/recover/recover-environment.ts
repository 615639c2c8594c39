import { renameSync } from 'node:fs';
import { openJournal } from '../../drill/journal/journal';
import type { VerdictResult } from '../../drill/verdict';
import type { Catalogue } from '../../recovery/catalogue/catalogue';
import { closeRun } from '../../recovery/run/close-run';
import { journalFile } from '../../recovery/run/journal-file';
import { openRuns, type OpenRun } from './open-runs';
import { during, type Progress } from '../output/progress';
import type { RecoveryWorld } from './recovery-world';

export interface Recovery {
  /** What was done, a sentence each. */
  readonly did: readonly string[];
  /** What is still not as it should be; empty when the environment was found whole in the end. */
  readonly findings: readonly string[];
}

export interface RecoverOptions {
  readonly environment: string;
  readonly reportsFolder: string;
  readonly world: RecoveryWorld;
  readonly catalogue: () => Catalogue;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

const WHY = 'the run was killed, and closed by firedrill recover';

/**
 * From whatever killed runs have left to a whole environment: asks the cloud and every host what is in force, ends it,
 * goes back to the golden snapshot where anything may be broken, and closes the runs. It says that the environment is
 * clean only when it was found whole afterwards, whatever the journals told.
 */
export async function recoverEnvironment(options: RecoverOptions): Promise<Recovery> {
  const { environment, reportsFolder, world, catalogue, progress, signal } = options;
  const runs = openRuns(reportsFolder, environment);
  const did: string[] = [];
  const say = (sentences: readonly string[]): void => {
    did.push(...sentences);
    for (const sentence of sentences) progress(sentence);
  };
  const reverted = await during(progress, 'Asking the cloud and every host for leases', () =>
    world.revertLeases(signal),
  );
  say([...reverted.did, ...reverted.doubts]);
  for (const { run, folder } of runs) {
    const closed = await closeRun(folder, WHY, reverted, catalogue, world);
    say(closed.did.map((sentence) => `${run}: ${sentence}`));
  }
  const whole = await makeWhole(options, runs);
  say(whole.did);
  if (whole.findings.length === 0) for (const run of runs) say(await endRun(run, did, world));
  return { did, findings: whole.findings };
}

/** Back to the golden snapshot, unless nothing speaks for it that anything is broken, or it is protected. */
async function makeWhole(options: RecoverOptions, runs: readonly OpenRun[]): Promise<Recovery> {
  const { environment, world, progress, signal } = options;
  const why = await whatIsBroken(options, runs);
  if (why === undefined) return { did: [`${environment} is as it should be`], findings: [] };
  const protection = await world.protection(signal);
  if (protection.length > 0) {
    const said = protection.join('; ');
    const did = [
      `${environment} is protected (${said}), so no snapshot is restored over it; to be put right: ${why}`,
    ];
    return { did, findings: await world.steadyState(signal) };
  }
  const ended = await during(progress, 'Going back to the golden snapshot', () => world.restore(signal));
  const did = [`${environment} is back at its golden snapshot: ${why}`, ...ended];
  return { did, findings: await world.steadyState(signal) };
}

/** The first that speaks for it that anything is broken; undefined when the environment was seen to be whole. */
async function whatIsBroken(
  { world, signal }: RecoverOptions,
  runs: readonly OpenRun[],
): Promise<string | undefined> {
  const leased = await world.environmentLease(signal);
  if (leased !== undefined) return `it was held by ${leased}`;
  const damaged = runs.find(({ state }) => state.damaged !== undefined);
  if (damaged !== undefined) return `the journal of ${damaged.run} does not tell everything`;
  const [finding] = await world.steadyState(signal);
  return finding;
}

/** Writes the end into the journal, where it can still be written to, and makes the run's reports. */
async function endRun(
  { run, folder, state }: OpenRun,
  did: readonly string[],
  world: RecoveryWorld,
): Promise<readonly string[]> {
  const { opened, damaged } = state;
  const file = journalFile(folder);
  if (damaged === undefined && opened !== undefined) {
    const journal = openJournal(file);
    journal.append({ type: 'recovered', did: [...did] });
    journal.append({ type: 'run-closed', result: 'unknown' });
    journal.close();
    const result = await reported(() => world.report(folder, opened, [WHY]));
    return [`${run} is closed: ${result}; firedrill run --resume ${run} goes on with it`];
  }
  // Nothing is added to what nobody can trust: it is set aside, so that the run is not found open again.
  renameSync(file, `${file}.damaged`);
  if (opened === undefined)
    return [`${run}: its journal is damaged and set aside; its evidence is in ${folder}`];
  const result = await reported(() => world.report(folder, opened, [WHY, 'its journal was damaged']));
  return [`${run}: its journal is damaged and set aside; by its evidence it is ${result}`];
}

/** Reports that cannot be made keep nothing from its end: they can be made later, by `firedrill report`. */
async function reported(report: () => Promise<VerdictResult>): Promise<string> {
  try {
    return await report();
  } catch (error) {
    return `unknown (no report could be made: ${error instanceof Error ? error.message : String(error)})`;
  }
}
