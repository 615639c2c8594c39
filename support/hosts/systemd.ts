import type { Milliseconds } from '../drill/time';
import { mustRun, quote, type Shell } from './shell';

/** `systemctl start`, which waits; an earlier failure does not count against it. */
export const startCommand = (unit: string): string =>
  `systemctl reset-failed ${quote(unit)} 2>/dev/null; systemctl start ${quote(unit)}`;

export async function stopUnit(
  shell: Shell,
  unit: string,
  timeout: Milliseconds,
  signal: AbortSignal,
): Promise<void> {
  await mustRun(shell, `systemctl stop ${quote(unit)}`, { signal, timeout, sudo: true });
}
