import type { Environment } from '../../environment/environment';
import type { DrillDefinition } from '../catalogue/catalogue';
import { hurtBy } from './dependencies';
import { stormAllowance } from './storm-allowance';

/**
 * A drill as it is among others that overlap with it: what these hurt does not stop it, and what they strike together is
 * what a storm may strike. Alone it is as it always is.
 * @param others what else strikes in the same gust, by instance
 */
export function inGust(
  environment: Environment,
  definition: DrillDefinition,
  others: readonly string[],
): DrillDefinition {
  if (others.length === 0) return definition;
  const hurt = hurtBy(environment, others);
  const { scenario } = definition;
  const { devices } = environment.monitoring;
  const stop = scenario.stop.filter((condition) => {
    if (condition.kind === 'requests') return !hurt.has(condition.application);
    if (condition.kind === 'deadline') return true;
    const watched = devices.find(({ name }) => name === condition.device);
    return watched === undefined || !hurt.has(watched.instance);
  });
  return {
    ...definition,
    scenario: { ...scenario, stop, blastRadius: stormAllowance(environment) },
  };
}
