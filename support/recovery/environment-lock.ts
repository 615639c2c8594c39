import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface EnvironmentLock {
  release(): void;
}

/**
 * Takes an environment of this checkout for one run: two runs at once would reset each other's environment in the middle
 * of a drill. A lock whose process is gone is taken over. Throws when a run is under way.
 */
export function lockEnvironment(stateFolder: string, name: string, run: string): EnvironmentLock {
  const file = join(stateFolder, name, 'run.lock');
  const take = (): boolean => {
    try {
      const descriptor = openSync(file, 'wx', 0o600);
      writeSync(descriptor, JSON.stringify({ pid: process.pid, run }));
      closeSync(descriptor);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  };
  if (!take()) {
    const holder = holderOf(file);
    if (holder !== undefined && isAlive(holder.pid)) {
      throw new Error(
        `${name} is in use by run ${holder.run} (process ${String(holder.pid)}): one run at a time`,
      );
    }
    rmSync(file, { force: true });
    if (!take()) throw new Error(`${name} was just taken by another run: one run at a time`);
  }
  return {
    release: () => {
      if (holderOf(file)?.pid === process.pid) rmSync(file, { force: true });
    },
  };
}

/** Undefined for a file that a killed run left half written, or that has gone meanwhile. */
function holderOf(file: string): { readonly pid: number; readonly run: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { readonly pid: number; readonly run: string };
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
