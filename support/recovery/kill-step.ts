import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seconds } from '../drill/time';
import { asRoot } from '../faults/as-root';
import { quote, type Shell } from '../hosts/shell';
import { STEP_UNIT } from './actions/step-on-host';

/** How long it may take until the step is at that work, from when the step before it began. */
const PATIENCE_SECONDS = 120;
const program = readFileSync(join(__dirname, 'kill-step.py'), 'utf8');

/**
 * Waits until a process of that name works for a step on the host, and kills all of the step's processes with SIGKILL:
 * nothing is cleaned up. Returns what was killed; throws when no such process was seen.
 */
export async function killStep(shell: Shell, process: string, signal: AbortSignal): Promise<string> {
  const command = `python3 -c ${quote(program)} ${process} ${STEP_UNIT} ${String(PATIENCE_SECONDS)}`;
  const seen = await asRoot(shell, command, { signal, timeout: seconds(PATIENCE_SECONDS + 10) });
  return `all its processes were killed while ${seen.trim()} worked for it`;
}
