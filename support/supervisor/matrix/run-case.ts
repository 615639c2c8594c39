import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lockHolder } from '../../safety/environment-lock';
import { isAlive, processName } from '../../safety/process-name';
import { CHECKOUT, STATE_FOLDER } from '../settings';
import { applyEvent, type AppliedEvent, type CaseProcesses } from './apply-event';
import type { MatrixCase, MatrixEvent } from './cases';
import { BOOTING, differences } from './fingerprint';
import type { Slot, State } from './slot';

export interface CaseResult {
  readonly name: string;
  readonly fault: string;
  readonly event: string;
  readonly step: string;
  /** What outlived the lease, or was not as before in the end; empty for a case that left nothing. */
  readonly leaks: readonly string[];
  /** What kept the case from being tried at all; it counts as neither. */
  readonly problem?: string;
  /** From the event until the target was seen to be as before; absent where only the golden snapshot puts back. */
  readonly revertMs?: number;
  /** How long `firedrill recover` took. */
  readonly recoverMs?: number;
}

export interface CaseContext {
  readonly slot: Slot;
  readonly before: State;
  /** Kills the cloud's program; cases side by side share one kill. */
  readonly killCloud: () => Promise<void>;
  /** The case before it was seen to have left the slot as it was: it is not looked at once more. */
  readonly isSeenClean: boolean;
}

/** Beyond the lease, the tolerance that the promise names. */
const TOLERANCE_SECONDS = 5;
/** A target that boots beside other cases may take so much longer than a lease. */
const BOOT_SECONDS = 60;
/** A look costs the machine that all cases share about as much as a case's own commands. */
export const LOOK_EVERY_MS = 1_000;
/** Between the beginning, when who is left reverts, and the lease's end not much happens. */
export const RARELY = {
  whereSomebodyIsLeft: { everyMs: 2_000, afterMs: 2_500 },
  whereNobodyIs: { everyMs: 4_000, afterMs: 0 },
} as const;
const HELD_SECONDS = 90;
const END_SECONDS = 120;
const RECOVER_SECONDS = 240;

/**
 * One case from a clean slot to a clean slot: a supervised run is let go to the step at which it stands still, the event
 * happens, and from then on it is looked at, from outside, until the target is as before or the lease and its tolerance
 * have passed. Then `firedrill recover` must leave a whole environment.
 */
export async function runCase(one: MatrixCase, context: CaseContext): Promise<CaseResult> {
  const { slot, before, killCloud, isSeenClean } = context;
  const facts = { name: one.name, fault: one.order.name, event: one.event, step: one.step };
  const dirty = isSeenClean ? [] : await cleaned(slot, before, one);
  if (dirty.length > 0)
    return { ...facts, leaks: [], problem: `the slot was not clean: ${dirty.join('; ')}` };
  const run = one.name.replaceAll('/', '.');
  const child = start(run, one, slot);
  let processes: CaseProcesses | undefined;
  try {
    processes = await untilHeld(child, slot);
    const applied = await applyEvent(one.event, slot, processes, killCloud);
    const since = performance.now();
    letGoOn(processes, applied);
    const seen = await untilReverted(one, context, applied, since);
    await applied.undo();
    await untilEnded(processes);
    const recovered = await recover(slot, run);
    const after = changes(before, await settled(slot, before, one), one, false).map(
      (each) => `after recover: ${each}`,
    );
    const failed = recovered.code === 0 ? [] : [`recover ended with ${String(recovered.code)}`];
    return {
      ...facts,
      leaks: [...seen.leaks, ...failed, ...after],
      ...(seen.revertMs === undefined ? {} : { revertMs: seen.revertMs }),
      recoverMs: recovered.milliseconds,
    };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { ...facts, leaks: [], problem: `${words}: ${lastLines(join(slot.folder, `${run}.log`))}` };
  } finally {
    for (const each of processes === undefined ? [] : [processes.supervisor, processes.cucumber])
      if (isAlive(each)) process.kill(each.pid, 'SIGKILL');
    if (child.exitCode === null) child.kill('SIGKILL');
  }
}

/** What is not as before any case, after a case before this one; recovering it once more is tried. */
async function cleaned(slot: Slot, before: State, one: MatrixCase): Promise<readonly string[]> {
  const dirty = changes(before, await settled(slot, before, one), one, false);
  if (dirty.length === 0) return dirty;
  await recover(slot, 'cleaning');
  return changes(before, await settled(slot, before, one), one, false);
}

function start(run: string, { order, step }: MatrixCase, slot: Slot): ChildProcess {
  rmSync(join(slot.folder, 'held'), { force: true });
  rmSync(join(slot.reports, run), { recursive: true, force: true });
  const log = openSync(join(slot.folder, `${run}.log`), 'w', 0o600);
  const held = { order, hold: step, heldFile: join(slot.folder, 'held') };
  const child = spawn(
    process.execPath,
    ['-r', join(CHECKOUT, 'support/register.js'), join(__dirname, 'supervise-case.ts'), run, slot.file],
    {
      cwd: CHECKOUT,
      stdio: ['ignore', log, log],
      env: { ...process.env, FIREDRILL_REPORTS: slot.reports, FIREDRILL_CASE: JSON.stringify(held) },
    },
  );
  closeSync(log);
  return child;
}

async function untilHeld(child: ChildProcess, slot: Slot): Promise<CaseProcesses> {
  const until = performance.now() + HELD_SECONDS * 1000;
  while (!existsSync(join(slot.folder, 'held'))) {
    if (child.exitCode !== null)
      throw new Error(`the run ended with ${String(child.exitCode)} before its step`);
    if (performance.now() > until)
      throw new Error(`the run did not come to its step in ${String(HELD_SECONDS)} s`);
    await pause(25);
  }
  const worker = lockHolder(STATE_FOLDER, slot.environment)?.worker;
  if (worker === undefined || child.pid === undefined) throw new Error('the lock does not name cucumber');
  return { supervisor: processName(child.pid), cucumber: worker };
}

function letGoOn(processes: CaseProcesses, { survivors }: AppliedEvent): void {
  if (survivors.includes('cucumber') && isAlive(processes.cucumber))
    process.kill(processes.cucumber.pid, 'SIGCONT');
}

interface Seen {
  readonly leaks: readonly string[];
  readonly revertMs?: number;
}

/** Looks until the target is as before, or holds the environment where nothing less puts back. */
async function untilReverted(
  one: MatrixCase,
  { slot, before }: CaseContext,
  { survivors }: AppliedEvent,
  since: number,
): Promise<Seen> {
  const rarely = survivors.length === 0 ? RARELY.whereNobodyIs : RARELY.whereSomebodyIsLeft;
  let from = since;
  let last: readonly string[] = ['nothing was seen'];
  for (;;) {
    const begun = performance.now();
    const state = await slot.state().catch(() => undefined);
    if (state !== undefined) {
      last = changes(before, state, one, true);
      const ms = Math.round(performance.now() - since);
      if (last.length === 0) return isHeld(state) ? { leaks: [] } : { leaks: [], revertMs: ms };
    }
    // Nothing is in force on a host that is off, and who lives waits for it: the lease counts from when it is up.
    const isPowered = one.event === 'target-rebooted' || one.event === 'target-powered-off';
    if (isPowered && state !== undefined && boots(state)) from = Math.min(begun, since + BOOT_SECONDS * 1000);
    const limit = from + (one.leaseSeconds + TOLERANCE_SECONDS) * 1000;
    if (begun >= limit) return { leaks: last.map((each) => `after the lease: ${each}`) };
    const passed = performance.now() - from;
    const nothingIsDue = passed >= rarely.afterMs && passed < one.leaseSeconds * 1000 - rarely.everyMs;
    // The last look begins when the time is over: what is put back later is a leak.
    await pause(Math.min(nothingIsDue ? rarely.everyMs : LOOK_EVERY_MS, limit - performance.now()));
  }
}

const boots = ({ host }: State): boolean => host === undefined || host.includes(BOOTING);

const isHeld = ({ cloud }: State): boolean => cloud.includes('environment leased');

/** What an event itself does to its target, in the differences. */
const ownEffects: Partial<Readonly<Record<MatrixEvent, RegExp>>> = {
  'data-disk-full': /^~/,
  'ssh-cut': /^[+-] unit ssh\.service /,
};

/**
 * What is not as before. While the event lasts, what it has done itself is left out: a target that it stopped is off,
 * and an environment that is held shows what nothing but its golden snapshot puts back.
 */
function changes(before: State, now: State, { event }: MatrixCase, during: boolean): readonly string[] {
  if (during && isHeld(now)) return [];
  const off = now.cloud.some((line) => /^instance target stop/.test(line));
  if (during && event === 'target-powered-off' && off) return [];
  const cloud = differences(before.cloud, now.cloud);
  if (now.host === undefined || before.host === undefined)
    return [`the target cannot be asked: ${now.why ?? ''}`, ...cloud];
  const host = differences(before.host, now.host).filter(
    (line) => !(during && ownEffects[event]?.test(line) === true),
  );
  return [...host, ...cloud];
}

/** The slot's state, given a moment to come to rest: an application that was just started is still forking. */
async function settled(slot: Slot, before: State, one: MatrixCase): Promise<State> {
  const until = performance.now() + 10_000;
  for (;;) {
    const state = await slot.state();
    if (changes(before, state, one, false).length === 0 || performance.now() > until) return state;
    await pause(LOOK_EVERY_MS);
  }
}

async function untilEnded(processes: CaseProcesses): Promise<void> {
  const until = performance.now() + END_SECONDS * 1000;
  while (Object.values(processes).some(isAlive)) {
    if (performance.now() > until) throw new Error(`the run did not end within ${String(END_SECONDS)} s`);
    await pause(50);
  }
}

function recover(slot: Slot, run: string): Promise<{ readonly code: number; readonly milliseconds: number }> {
  const log = openSync(join(slot.folder, `${run}.log`), 'a', 0o600);
  const began = performance.now();
  const child = spawn(process.execPath, ['support/supervisor/firedrill.js', 'recover', slot.file], {
    cwd: CHECKOUT,
    stdio: ['ignore', log, log],
    env: { ...process.env, FIREDRILL_REPORTS: slot.reports },
    timeout: RECOVER_SECONDS * 1000,
    killSignal: 'SIGKILL',
  });
  closeSync(log);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      resolve({ code: code ?? 255, milliseconds: Math.round(performance.now() - began) }),
    );
  });
}

const lastLines = (file: string): string =>
  existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(-4).join(' | ') : 'no log';

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
