import { openJournal } from '../../drill/journal/journal';
import { readJournal } from '../../drill/journal/read-journal';
import type { RunRecord } from '../../../reports/run-record';
import { worst, type VerdictResult } from '../../drill/verdict';
import { openEnvironment } from '../../environment/open-environment';
import type { Catalogue } from '../../recovery/catalogue/catalogue';
import { closeRun } from '../../recovery/run/close-run';
import { journalFile } from '../../recovery/run/journal-file';
import { openDrillPorts } from '../../recovery/ports/open-drill-ports';
import { runState } from '../../recovery/run/run-state';
import type { EnvironmentLock } from '../../safety/environment-lock';
import { processName } from '../../safety/process-name';
import { revertLeases } from '../../safety/revert-leases';
import type { RunHold } from '../../safety/run-hold';
import type { Interruption } from '../command-line/interruption';
import { during, type Progress } from '../output/progress';
import { startCucumber, type CucumberEnd, type RunningCucumber } from './run-cucumber';
import { setAsideCutDrills } from '../recover/set-aside-cut-drills';
import { summaryLines } from '../output/summary-lines';
import { taggedWith } from './tagged-with';
import type { Display } from '../view/display';
import { writeRunReports } from './write-run-reports';

/** A run of cucumber that is supervised: what it may break is put back, however it ends. */
export interface SupervisedRun {
  readonly run: string;
  readonly folder: string;
  readonly environment: string;
  readonly seed: number;
  readonly tags: string;
  /** Whether the drills are in random order, drawn from the seed. */
  readonly shuffled?: boolean;
  /** Counts the times that the run was taken up, from 1. */
  readonly part: number;
  /** The profile of `cucumber.js`; its default unless told. */
  readonly profile?: string;
  /** No drill begins after that. */
  readonly until?: Date;
  /** Told of the whole run when its reports are written, and all drills were told of. */
  readonly onReported?: (record: RunRecord) => void;
  /** From when on `until` is counted; the run's beginning unless told. */
  readonly since?: Date;
  /** How many drills there are to be, where tags of the catalogue do not tell. */
  readonly total?: number;
  /** Gets what cucumber says, line by line; else cucumber says it itself. */
  readonly said?: (line: string) => void;
  /** Shows the run while it goes on; what cucumber says goes through it, too, unless `said` gets that. */
  readonly display?: Display;
  readonly lock: EnvironmentLock;
  readonly hold: RunHold;
  readonly catalogue: () => Catalogue;
  readonly progress: Progress;
  readonly interruption: Interruption;
}

/** What cucumber has from the first and from the second time that it is asked to end, before it is killed. */
const END_MILLISECONDS = [180_000, 60_000] as const;

/** Drills, judges and reports. */
export async function superviseRun(plan: SupervisedRun): Promise<VerdictResult> {
  const { folder, progress } = plan;
  const notes = await superviseCucumber(plan);
  const journal = openJournal(journalFile(folder));
  const { opened } = runState(readJournal(journalFile(folder)));
  if (opened === undefined) throw new Error(`${journalFile(folder)} does not say which run it is`);
  const { record, paths } = await writeRunReports(folder, opened, notes);
  for (const line of summaryLines(record)) progress(line);
  for (const [what, path] of Object.entries(paths)) progress(`${what}: ${path}`);
  plan.onReported?.(record);
  const result = worst([record.result, notes.length === 0 ? 'met' : 'unknown']);
  journal.append({ type: 'run-closed', result });
  journal.close();
  return result;
}

/**
 * Starts cucumber and outlives it: whatever becomes of it, what it broke is reverted and its evidence has an end. What
 * was not in order is said, a sentence each; nothing for a run that went its way.
 */
export async function superviseCucumber(plan: SupervisedRun): Promise<readonly string[]> {
  const {
    run,
    folder,
    environment,
    seed,
    tags,
    shuffled = false,
    part,
    profile,
    until,
    said,
    lock,
    hold,
    progress,
  } = plan;
  const supervisor = processName();
  const journal = openJournal(journalFile(folder));
  if (part === 1) journal.append({ type: 'run-opened', run, environment, seed, tags, shuffled, supervisor });
  else {
    setAsideCutDrills(folder, part - 1);
    journal.append({ type: 'resumed', supervisor });
  }
  const open = await openEnvironment(environment, hold.access);
  try {
    for (const line of await open.cloud.leases.sweep(new AbortController().signal)) progress(line);
  } finally {
    open.close();
  }
  const left = withoutJudged(folder, tags);
  const watched = plan.display?.watch?.({
    ...{ run, environment, until, since: plan.since },
    total: plan.total ?? plan.catalogue().drills.filter(taggedWith(left)).length,
  });
  const end = await during(progress, `Run ${run}`, () => {
    const right = hold.token;
    const cucumber = startCucumber({
      ...{ run, environment, seed, shuffled, right, part, tags: left },
      ...(profile === undefined ? {} : { profile }),
      ...(until === undefined ? {} : { until }),
      ...(watched === undefined ? {} : { said: watched.said, onEvent: watched.onEvent }),
      ...(said === undefined ? {} : { said }),
    });
    lock.note({ worker: cucumber.process });
    return untilEnded(cucumber, plan);
  }).finally(() => watched?.close());
  return closeIfCut(plan, end);
}

/** A run that is taken up again leaves out what has its verdict. */
function withoutJudged(folder: string, tags: string): string {
  const { judged } = runState(readJournal(journalFile(folder)));
  const done = [...judged.keys()].map((id) => `@scenario:${id}`);
  return done.length === 0 ? tags : `(${tags}) and not (${done.join(' or ')})`;
}

/** Passes on that somebody wants the run to end, and sees to it that it does. */
async function untilEnded(
  cucumber: RunningCucumber,
  { interruption, progress }: SupervisedRun,
): Promise<CucumberEnd> {
  let timer: NodeJS.Timeout | undefined;
  interruption.onEach((name, time) => {
    cucumber.interrupt(`the run was interrupted by ${name}`);
    if (time > 1) progress('hurrying: what was broken is still reverted');
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        progress('cucumber does not end; it is killed, and the supervisor reverts');
        cucumber.kill();
      },
      END_MILLISECONDS[time === 1 ? 0 : 1],
    );
  });
  try {
    return await cucumber.ended;
  } finally {
    clearTimeout(timer);
  }
}

/** After cucumber has ended: reverts and seals what it left open, and says why it did; nothing for an end in order. */
async function closeIfCut(plan: SupervisedRun, end: CucumberEnd): Promise<readonly string[]> {
  const { folder, environment, hold, catalogue, progress, interruption } = plan;
  const notes: string[] = [];
  // 0 all passed, 1 some did not; anything else is cucumber itself.
  const how = `cucumber ended with ${String(end.code ?? end.signal)}`;
  if (end.code !== 0 && end.code !== 1) notes.push(how);
  if (interruption.signal.aborted) {
    const { reason } = interruption.signal as { reason: unknown };
    notes.push(reason instanceof Error ? reason.message : String(reason));
  }
  const state = runState(readJournal(journalFile(folder)));
  if (state.cut.length === 0 && state.openLeases.length === 0) return notes;
  progress(`${how} and left something open: it is reverted`);
  const open = await openEnvironment(environment, hold.access);
  try {
    const { signal } = new AbortController();
    const reverted = await revertLeases(open, signal);
    const closed = await closeRun(folder, how, reverted, catalogue, openDrillPorts(open, progress));
    for (const line of [...reverted.did, ...reverted.doubts, ...closed.did]) progress(line);
    if (notes.length === 0) notes.push(how);
    return [...notes, ...reverted.doubts];
  } finally {
    open.close();
  }
}
