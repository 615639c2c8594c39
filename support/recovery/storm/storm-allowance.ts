import type { Environment } from '../../environment/environment';
import type { BlastRadiusAllowance } from '../../safety/blast-radius';

/** What failures that overlap in a storm may strike together. */
export function stormAllowance({ safety: { storm } }: Environment): BlastRadiusAllowance {
  return {
    instances: storm.instances,
    tier: storm.tier,
    because: 'In a storm failures overlap, within what the environment allows for one.',
  };
}
