import type { RunRecord } from '../../../reports/run-record';
import { milliseconds, seconds, type Milliseconds } from '../../drill/time';

/** How long each drill's plan took at most until people worked again; 0 for an operation, which nobody waits for. */
export type PlanTimes = ReadonlyMap<string, Milliseconds>;

/**
 * By a run whose drills followed their plans; one that is not met there says nothing, and is absent. It counts from when the
 * monitor reported the failure: a plan is taken up after that, and not all phases are there for each drill.
 */
export function planTimes({ drills }: Pick<RunRecord, 'drills'>): PlanTimes {
  const met = drills.filter(({ result }) => result === 'met');
  return new Map(
    met.map(({ drill, recoveryMs = 0, verdicts }) => {
      const detection = verdicts.find(({ checker }) => checker === 'detected-by-monitor');
      const detectedMs = detection?.measures['detectedMs'] ?? 0;
      return [drill, milliseconds(Math.max(0, recoveryMs - detectedMs))];
    }),
  );
}

/** How long a drill without its plan is given: half as long again as its plan took, and `least` at least. */
export const wait = (planTime: Milliseconds | undefined, least: Milliseconds): Milliseconds =>
  milliseconds(Math.max(least, Math.ceil(((planTime ?? 0) * 1.5) / seconds(1)) * seconds(1)));
