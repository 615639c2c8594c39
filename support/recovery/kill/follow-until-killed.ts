import { instanceNamed, type Environment } from '../../environment/environment';
import { unitOf } from '../../environment/start-applications';
import type { Shell } from '../../hosts/shell';
import type { Followed } from '../runbook/follow-runbook';
import { killApplicationAt, killStep } from './kill-step';
import type { FilledRunbook } from '../runbook/runbook';
import type { FollowerKill } from './killed-follower';
import type { Kill } from '../catalogue/scenario';

export interface KilledFollowing {
  readonly kill: Kill;
  readonly runbook: FilledRunbook;
  readonly environment: Environment;
  readonly host: (name: string) => Shell;
  /** Follows the runbook, and tells of each step, counted from 1, when it begins. */
  readonly follow: (onStep: (step: number) => void) => Promise<Followed>;
  /** Has another process follow it, which is killed; resolves with what was seen, and rejects where it ended otherwise. */
  readonly followElsewhere: (kill: FollowerKill) => Promise<string>;
  readonly signal: AbortSignal;
}

/**
 * Follows a runbook until something of a step is killed, and says what was seen. Throws where that step did not end by it.
 */
export async function followUntilKilled(
  { kill, runbook, environment, host, follow, followElsewhere, signal }: KilledFollowing,
  keep: (record: Followed['record']) => void,
): Promise<string> {
  const { step } = kill;
  const { target } = runbook.steps[step - 1] ?? {};
  if (target === undefined) throw new Error(`"${runbook.title}" has no step ${String(step)}`);
  if ('answered' in kill) return followElsewhere(kill);
  let killed: Promise<string> | undefined;
  const { record } = await follow((begun) => {
    // What does the killing is there before the step begins: some of them take a few milliseconds.
    if (begun !== Math.max(step - 1, 1)) return;
    killed =
      'process' in kill
        ? killStep(host(target), kill.process, signal)
        : killApplicationAt(
            host(kill.application),
            { ...kill, unit: unitOf(instanceNamed(environment, kill.application)) },
            signal,
          );
    killed.catch(() => undefined);
  });
  keep(record);
  const seen = await killed;
  const failed = record.steps.find(({ outcome }) => outcome === 'failed');
  if (seen === undefined || failed?.step !== step)
    throw new Error(
      `step ${String(step)} was to be killed, but ${failed === undefined ? 'the runbook came to its end' : `step ${String(failed.step)} failed: ${failed.observed}`}`,
    );
  return `step ${String(step)}: ${seen}; it failed: ${failed.observed}`;
}
