import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seconds } from '../../drill/time';
import { asRoot } from '../../hosts/as-root';
import { quote, type Shell } from '../../hosts/shell';
import { STEP_UNIT } from '../actions/step-on-host';

/** How long it may take until the step is at that work, from when the step before it began. */
const PATIENCE_SECONDS = 120;
const program = readFileSync(join(__dirname, 'kill-step.py'), 'utf8');

const killedAt = async (shell: Shell, what: string, unit: string, signal: AbortSignal): Promise<string> => {
  const command = `python3 -c ${quote(program)} ${quote(what)} ${unit} ${String(PATIENCE_SECONDS)}`;
  return (await asRoot(shell, command, { signal, timeout: seconds(PATIENCE_SECONDS + 10) })).trim();
};

/**
 * Waits until a process of that name works for a step on the host, and kills all of the step's processes with SIGKILL:
 * nothing is cleaned up. Returns what was killed; throws when no such process was seen.
 */
export async function killStep(shell: Shell, process: string, signal: AbortSignal): Promise<string> {
  const seen = await killedAt(shell, process, STEP_UNIT, signal);
  return `all its processes were killed while ${seen} worked for it`;
}

export interface StartedApplication {
  /** Its systemd unit. */
  readonly unit: string;
  /** A path that is there from the middle of what it is to be killed in. */
  readonly appears: string;
  /** What a line of its log holds when it has ended that. */
  readonly ended: string;
}

/**
 * Waits until an application that the step starts has made that path, and kills all of its processes with SIGKILL. Returns
 * what was killed; throws when it had ended by then, or the path was there before or never.
 */
export async function killApplicationAt(
  shell: Shell,
  { unit, appears, ended }: StartedApplication,
  signal: AbortSignal,
): Promise<string> {
  const from = (await asRoot(shell, 'date +%s.%N', { signal })).trim();
  await killedAt(shell, appears, unit, signal);
  const said = `journalctl --sync; journalctl --unit=${unit} --since=@${from} --output=cat | grep --count --fixed-strings ${quote(ended)} || true`;
  const times = (await asRoot(shell, said, { signal })).trim();
  if (times !== '0') throw new Error(`${unit} said "${ended}" before it was killed: it was through with it`);
  return `${unit} was killed when it had made ${appears}, and before it said "${ended}"`;
}
