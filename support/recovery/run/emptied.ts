import type { Milliseconds } from '../../drill/time';
import type { DrillDefinition } from '../catalogue/catalogue';

/**
 * The same drill with a recovery plan that does nothing, for the check that a plan is what its drill comes out met by. It
 * waits no longer than `waits` says for people to work again; throws where that says nothing of the drill.
 */
export function emptied(
  definition: DrillDefinition,
  waits: ReadonlyMap<string, Milliseconds>,
): DrillDefinition {
  const { scenario, runbook } = definition;
  const within = waits.get(scenario.id);
  if (within === undefined) throw new Error(`FIREDRILL_EMPTIED does not say how long ${scenario.id} waits`);
  return {
    ...definition,
    scenario: { ...scenario, restored: { ...scenario.restored, within } },
    runbook: { ...runbook, steps: [] },
  };
}
