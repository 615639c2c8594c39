import type { StormPlan } from '../../recovery/storm/storm-plan';
import { clockText } from './storm-feature';

/** A storm's plan for a terminal: when which failure strikes which instance. */
export function stormLines({ seed, environment, lengthMs, gusts }: StormPlan): readonly string[] {
  const failures = gusts.reduce((sum, { strikes }) => sum + strikes.length, 0);
  const overlapping = gusts.filter(({ strikes }) => strikes.length > 1).length;
  return [
    `Storm of seed ${String(seed)} on ${environment}, ${clockText(lengthMs)} long: ${String(failures)} failures in ${String(gusts.length)} gusts, in ${String(overlapping)} of which two overlap`,
    ...gusts.flatMap(({ at, strikes }) =>
      strikes.map(
        ({ drill, instances, after }, index) =>
          `  ${(index === 0 ? clockText(at) : `+${String(Math.round(after / 1000))} s`).padStart(6)}  ${drill} (${instances.join(', ')})`,
      ),
    ),
  ];
}
