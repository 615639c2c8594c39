import type { Milliseconds } from '../drill/time';
import { shortTimeout } from './run-command';
import { mustRun, quote, type Shell } from './shell';

export interface UnitState {
  /** `active`, `inactive`, `failed`, `activating`, … */
  readonly active: string;
  /** `running`, `dead`, `exited`, … */
  readonly sub: string;
  /** `success`, `signal`, `exit-code`, … */
  readonly result: string;
  readonly mainPid: number;
}

/** What systemd says of a unit, known to it or not. */
export async function unitState(shell: Shell, unit: string, signal: AbortSignal): Promise<UnitState> {
  const text = await mustRun(
    shell,
    `systemctl show -p ActiveState -p SubState -p Result -p MainPID ${quote(unit)}`,
    { signal, timeout: shortTimeout },
  );
  const value = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
  return {
    active: value('ActiveState'),
    sub: value('SubState'),
    result: value('Result'),
    mainPid: Number(value('MainPID')),
  };
}

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
