import { openJournal } from '../drill/journal/journal';
import { minutes } from '../drill/time';
import { environmentLeaseOf } from '../environment/environment-lease';
import {
  openEnvironment,
  type EnvironmentAccess,
  type OpenEnvironment,
} from '../environment/open-environment';
import { restoreGoldenSnapshot } from '../environment/restore-golden-snapshot';
import { steadyState, untilSteady } from '../environment/steady-state';
import type { Catalogue } from '../recovery/catalogue';
import { closeRun } from '../recovery/close-run';
import { journalFile } from '../recovery/journal-file';
import { openDrillPorts } from '../recovery/open-drill-ports';
import { revertLeases } from '../safety/revert-leases';
import { openRuns, type OpenRun } from './open-runs';
import { during, type Progress } from './progress';
import { writeRunReports } from './write-run-reports';

export interface Recovery {
  /** What was done, a sentence each. */
  readonly did: readonly string[];
  /** What is still not as it should be; empty when the environment was found whole in the end. */
  readonly findings: readonly string[];
}

export interface RecoverOptions {
  readonly environment: string;
  readonly reportsFolder: string;
  /** With the right to change it. */
  readonly access: EnvironmentAccess;
  readonly catalogue: Catalogue;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * From whatever killed runs have left to a whole environment: asks the cloud and every host what is in force, ends it,
 * goes back to the golden snapshot where anything may be broken, and closes the runs. It says that the environment is
 * clean only when it was found whole afterwards, whatever the journals told.
 */
export async function recoverEnvironment(options: RecoverOptions): Promise<Recovery> {
  const { environment, reportsFolder, access, catalogue, progress, signal } = options;
  const open = await openEnvironment(environment, access);
  try {
    const runs = openRuns(reportsFolder, environment);
    const did: string[] = [];
    const say = (sentences: readonly string[]): void => {
      did.push(...sentences);
      for (const sentence of sentences) progress(sentence);
    };
    const reverted = await during(progress, 'Asking the cloud and every host for leases', () =>
      revertLeases(open, signal),
    );
    say([...reverted.did, ...reverted.doubts]);
    const ports = openDrillPorts(open, progress);
    for (const { run, folder } of runs) {
      const why = `the run was killed, and closed by firedrill recover`;
      const closed = await closeRun(folder, why, reverted, catalogue, ports);
      say(closed.did.map((sentence) => `${run}: ${sentence}`));
    }
    say(await makeWhole(open, runs, progress, signal));
    const findings = await steadyState(open, signal);
    if (findings.length === 0) for (const run of runs) say(await endRun(run, did));
    return { did, findings };
  } finally {
    open.close();
  }
}

/** Back to the golden snapshot, unless nothing speaks for it that anything is broken. */
async function makeWhole(
  open: OpenEnvironment,
  runs: readonly OpenRun[],
  progress: Progress,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const leased = await environmentLeaseOf(open, signal);
  const damaged = runs.find(({ state }) => state.damaged !== undefined);
  const findings = await steadyState(open, signal);
  const [finding] = findings;
  const why =
    leased !== undefined
      ? `it was held by ${leased}`
      : damaged !== undefined
        ? `the journal of ${damaged.run} does not tell everything`
        : finding;
  if (why === undefined) return [`${open.name} is as it should be`];
  await during(progress, 'Going back to the golden snapshot', () =>
    restoreGoldenSnapshot(open, progress, signal),
  );
  await untilSteady(open, minutes(2), signal);
  return [`${open.name} is back at its golden snapshot: ${why}`];
}

/** Writes the end into the journal, where it can still be written to, and makes the run's reports. */
async function endRun({ run, folder, state }: OpenRun, did: readonly string[]): Promise<readonly string[]> {
  const said: string[] = [];
  if (state.damaged === undefined) {
    const journal = openJournal(journalFile(folder));
    journal.append({ type: 'recovered', did: [...did] });
    journal.append({ type: 'run-closed', result: 'unknown' });
    journal.close();
  }
  const { opened } = state;
  if (opened === undefined) return [`${run}: its journal does not say which run it was; no report is made`];
  const { record } = await writeRunReports(folder, opened, [
    'the run was killed, and closed by firedrill recover',
  ]);
  said.push(`${run} is closed: ${record.result}; firedrill run --resume ${run} goes on with it`);
  return said;
}
