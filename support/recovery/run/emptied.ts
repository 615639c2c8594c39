import type { Milliseconds } from '../../drill/time';
import type { DrillDefinition } from '../catalogue/catalogue';

/**
 * The same drill with a recovery plan that does nothing, for the check that a plan is what its drill comes out met by. It
 * waits no longer than `within` for people to work again.
 */
export function emptied(definition: DrillDefinition, within: Milliseconds): DrillDefinition {
  const { scenario, runbook } = definition;
  return {
    ...definition,
    scenario: { ...scenario, restored: { ...scenario.restored, within } },
    runbook: { ...runbook, steps: [] },
  };
}
