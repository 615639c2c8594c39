import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '../drill/atomic-file';
import type { ProcessName } from '../drill/journal/journal-record';
import { isAlive, processName } from './process-name';

/** Who has an environment of this checkout. */
export interface LockHolder {
  /** The run, or the command. */
  readonly run: string;
  /** ISO 8601. */
  readonly since: string;
  readonly supervisor: ProcessName;
  /** The process that does the drills; it may outlive its supervisor by as long as it takes to end a drill. */
  readonly worker?: ProcessName;
  /**
   * What the right in the cloud is known by that the holder may have: see `cloud/run-right.ts`. Who takes over a dead
   * holder's lock inherits it, and with it what the dead has left there.
   */
  readonly claim: string;
}

export interface EnvironmentLock {
  /** The holder before, dead, whose lock was taken over. */
  readonly tookOver?: LockHolder;
  readonly claim: string;
  /** Adds to what the lock says of its holder. */
  note(facts: Pick<LockHolder, 'worker'>): void;
  /** From now on `release` does nothing: once this process has ended, the next one takes over, and inherits the claim. */
  leave(): void;
  release(): void;
}

/** The environment is somebody's who lives. */
export class EnvironmentInUse extends Error {
  override readonly name = 'EnvironmentInUse';

  constructor(
    environment: string,
    readonly holder: LockHolder,
  ) {
    const { run, since, supervisor, worker } = holder;
    const orphan = !isAlive(supervisor) && worker !== undefined;
    const who = orphan
      ? `its supervisor is gone, and process ${String(worker.pid)} is still ending its drill`
      : `process ${String(supervisor.pid)}`;
    super(`${environment} is in use by ${run} since ${since} (${who}): one at a time`);
  }
}

/**
 * Takes an environment of this checkout: two runs at once would break and reset it under each other. A lock whose
 * processes are all gone is taken over. Throws EnvironmentInUse while one of them lives.
 */
export function lockEnvironment(stateFolder: string, name: string, run: string): EnvironmentLock {
  const file = join(stateFolder, name, 'run.lock');
  const mine: LockHolder = {
    ...{ run, since: new Date().toISOString(), supervisor: processName() },
    claim: randomUUID(),
  };
  const tookOver = place(file, mine) ? undefined : takeOver(file, name, mine);
  let current: LockHolder = { ...mine, claim: tookOver?.claim ?? mine.claim };
  let left = false;
  const isMine = (): boolean => holderIn(file)?.supervisor.pid === mine.supervisor.pid;
  return {
    ...(tookOver === undefined ? {} : { tookOver }),
    claim: current.claim,
    note: (facts) => {
      current = { ...current, ...facts };
      writeFileAtomically(file, JSON.stringify(current));
    },
    leave: () => {
      left = true;
    },
    release: () => {
      if (!left && isMine()) rmSync(file, { force: true });
    },
  };
}

/** Who has the environment by its lock, alive or not; undefined when nobody does. */
export function lockHolder(stateFolder: string, name: string): LockHolder | undefined {
  return holderIn(join(stateFolder, name, 'run.lock'));
}

/** Whole or not at all: a link has its content from the start, and does not replace another. */
function place(file: string, holder: LockHolder): boolean {
  const beside = `${file}.${randomUUID()}`;
  writeFileSync(beside, JSON.stringify(holder), { mode: 0o600, flush: true });
  try {
    linkSync(beside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

const TAKE_OVER_SECONDS = 10;

/** One takes over at a time, so that nobody removes the lock of who has just taken over. */
function takeOver(file: string, name: string, mine: LockHolder): LockHolder | undefined {
  const turn = `${file}.turn`;
  try {
    mkdirSync(turn, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const age = (Date.now() - statSync(turn).mtimeMs) / 1000;
    // Nobody takes this long: it was left by one that was killed.
    if (age < TAKE_OVER_SECONDS) {
      throw new Error(`${name} is just being taken by another run: one at a time`, { cause: error });
    }
  }
  try {
    const holder = holderIn(file);
    if (holder !== undefined) {
      const processes = [holder.supervisor, ...(holder.worker === undefined ? [] : [holder.worker])];
      if (processes.some(isAlive)) throw new EnvironmentInUse(name, holder);
    }
    rmSync(file, { force: true });
    if (!place(file, holder === undefined ? mine : { ...mine, claim: holder.claim }))
      throw new Error(`${name} was just taken by another run: one at a time`);
    return holder;
  } finally {
    rmdirSync(turn);
  }
}

/** Undefined for a file that is not there, or that is not a lock. */
function holderIn(file: string): LockHolder | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Partial<LockHolder>;
    const isLock = typeof holder.supervisor?.pid === 'number' && typeof holder.claim === 'string';
    return isLock ? (holder as LockHolder) : undefined;
  } catch {
    return undefined;
  }
}
