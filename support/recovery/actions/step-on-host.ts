import type { Milliseconds } from '../../drill/time';
import { asRoot } from '../../hosts/as-root';
import { quote, type Shell } from '../../hosts/shell';

/** The unit in which a step's own work runs on a host: whoever kills it kills all of the step's processes, and nothing else. */
export const STEP_UNIT = 'firedrill-step.service';

export interface StepOptions {
  readonly signal: AbortSignal;
  readonly timeout: Milliseconds;
  readonly input?: string;
}

/** Runs a script as root in the step's unit. Returns what it printed; throws with its last words when it fails or is killed. */
export const stepOnHost = (shell: Shell, script: string, options: StepOptions): Promise<string> =>
  asRoot(
    shell,
    `systemctl reset-failed ${STEP_UNIT} 2>/dev/null; systemd-run --wait --pipe --collect --unit=${STEP_UNIT} -- /bin/bash -euo pipefail -c ${quote(script)}`,
    options,
  );
