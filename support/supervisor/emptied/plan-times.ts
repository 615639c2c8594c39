import type { RunRecord } from '../../../reports/run-record';
import { milliseconds, seconds, type Milliseconds } from '../../drill/time';

/** How long each drill's plan took until people worked again, from when it was taken up; operations are absent. */
export type PlanTimes = ReadonlyMap<string, Milliseconds>;

/** By a run whose drills followed their plans; those that are not met say nothing. */
export function planTimes({ drills }: Pick<RunRecord, 'drills'>): PlanTimes {
  const met = drills.filter(({ result }) => result === 'met');
  return new Map(
    met.flatMap(({ drill, phases }) => {
      const recovering = phases.find(({ name }) => name === 'recovering');
      return recovering === undefined
        ? []
        : [[drill, milliseconds(recovering.to.at - recovering.from.at)] as const];
    }),
  );
}

/** How long a drill without its plan is given: `least`, and half as long again as its plan took. */
export const wait = (planTime: Milliseconds | undefined, least: Milliseconds): Milliseconds =>
  milliseconds(Math.max(least, Math.ceil(((planTime ?? 0) * 1.5) / seconds(1)) * seconds(1)));
