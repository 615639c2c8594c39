import { killCloudProgram } from '../../../fixtures/cloud/kill-program';
import type { Progress } from '../output/progress';
import { CLOUD_NAME } from '../settings';
import type { MatrixCase } from './cases';
import { runCase, type CaseResult } from './run-case';
import { SharedKill } from './shared-kill';
import { openSlot, type Slot, type State } from './slot';
import type { SlotTimes } from './slot-environment';

export interface MatrixOptions {
  readonly cases: readonly MatrixCase[];
  /** Cases side by side, each on an environment of its own. */
  readonly slots: number;
  readonly times: SlotTimes;
  /** No case is begun after so many milliseconds. */
  readonly limitMs: number;
  readonly progress: Progress;
  readonly onResult: (result: CaseResult) => void;
  readonly signal: AbortSignal;
}

interface ReadySlot {
  readonly slot: Slot;
  readonly before: State;
  isSeenClean: boolean;
}

/** Runs the cases; those in which the cloud's program is killed come last, in rounds that share one kill. */
export async function runMatrix(options: MatrixOptions): Promise<readonly CaseResult[]> {
  const { cases, times, limitMs, progress, onResult, signal } = options;
  const began = performance.now();
  const results: CaseResult[] = [];
  const isTimeLeft = (): boolean => performance.now() - began < limitMs && !signal.aborted;
  const count = Math.min(options.slots, cases.length);
  const ready: ReadySlot[] = [];
  try {
    // One after the other: all of them use the same images.
    for (let number = 1; number <= count; number += 1)
      ready.push(await openReady(number, times, progress, signal));
    const keep = (result: CaseResult): void => {
      results.push(result);
      onResult(result);
    };
    const alone = cases.filter(({ event }) => event !== 'cloud-killed');
    await Promise.all(
      ready.map(async (each) => {
        for (let next = alone.shift(); next !== undefined && isTimeLeft(); next = alone.shift()) {
          const killCloud = (): Promise<void> => killCloudProgram(CLOUD_NAME);
          keep(await runOn(each, next, killCloud));
        }
      }),
    );
    // A round takes as long as its longest case: those with long leases share one.
    const together = cases
      .filter(({ event }) => event === 'cloud-killed')
      .sort((one, other) => other.leaseSeconds - one.leaseSeconds);
    while (together.length > 0 && isTimeLeft()) {
      const round = together.splice(0, ready.length);
      const shared = new SharedKill(round.length, () => killCloudProgram(CLOUD_NAME));
      await Promise.all(round.map((one, index) => inRound(one, ready[index], shared, keep)));
    }
    return results;
  } finally {
    for (const { slot } of ready) slot.close();
  }
}

async function runOn(ready: ReadySlot, one: MatrixCase, killCloud: () => Promise<void>): Promise<CaseResult> {
  const result = await runCase(one, { ...ready, killCloud });
  ready.isSeenClean = result.problem === undefined && result.leaks.length === 0;
  return result;
}

async function inRound(
  one: MatrixCase,
  ready: ReadySlot | undefined,
  shared: SharedKill,
  keep: (result: CaseResult) => void,
): Promise<void> {
  if (ready === undefined) return;
  const turn = { arrived: false };
  const killCloud = (): Promise<void> => {
    turn.arrived = true;
    return shared.arrive();
  };
  const result = await runOn(ready, one, killCloud);
  if (!turn.arrived) shared.dropOut();
  keep(result);
}

async function openReady(
  number: number,
  times: SlotTimes,
  progress: Progress,
  signal: AbortSignal,
): Promise<ReadySlot> {
  const slot = await openSlot(number, times, progress, signal);
  const before = await slot.state();
  if (before.host === undefined) throw new Error(`the target of ${slot.environment} does not answer`);
  return { slot, before, isSeenClean: false };
}
