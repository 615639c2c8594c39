import { readFileSync } from 'node:fs';
import type { ProcessName } from '../drill/journal/journal-record';

/** A process by its id and, where the kernel tells, its start: ids are given again. */
export function processName(pid: number = process.pid): ProcessName {
  return { pid, started: startOf(pid) ?? '0' };
}

/** Whether this very process still runs; a zombie does not. */
export function isAlive({ pid, started }: ProcessName): boolean {
  if (!exists(pid)) return false;
  const now = startOf(pid);
  return now === undefined || started === '0' || now === started;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The start time in ticks since boot (proc(5), field 22); undefined where there is no such file system or process. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The name stands in parentheses and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'zombie' : fields[19];
  } catch {
    return undefined;
  }
}
