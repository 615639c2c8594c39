import type { Milliseconds } from '../drill/time';
import { mustRun, quote, type Shell } from './shell';

/** `systemctl start`, waited for; an earlier failure does not count against it. */
export async function startUnit(
  shell: Shell,
  unit: string,
  timeout: Milliseconds,
  signal: AbortSignal,
): Promise<void> {
  const name = quote(unit);
  await mustRun(shell, `systemctl reset-failed ${name} 2>/dev/null; systemctl start ${name}`, {
    signal,
    timeout,
    sudo: true,
  });
}

export async function stopUnit(
  shell: Shell,
  unit: string,
  timeout: Milliseconds,
  signal: AbortSignal,
): Promise<void> {
  await mustRun(shell, `systemctl stop ${quote(unit)}`, { signal, timeout, sudo: true });
}
