import { actions } from '../recovery/actions/actions';
import { readCatalogue, type Catalogue } from '../recovery/catalogue/catalogue';
import { checkStopConditions } from '../recovery/stop-conditions/check-stop-conditions';
import type { Environment } from '../environment/environment';
import { faultNames } from '../faults/faults';
import { CHECKOUT } from './settings';

/** All drills of this checkout; throws with file and line of everything that does not fit together. */
export function readDrills(): Catalogue {
  return readCatalogue(CHECKOUT, { actions, faults: { names: faultNames } });
}

/** All drills, of which each can run on this environment; throws as `readDrills` does, and for those that cannot. */
export function readDrillsOn(environment: Environment): Catalogue {
  const catalogue = readDrills();
  checkStopConditions(catalogue, environment);
  return catalogue;
}
