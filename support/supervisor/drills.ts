import { actions } from '../recovery/actions/actions';
import { readCatalogue, type Catalogue } from '../recovery/catalogue';
import { faultNames } from '../faults/faults';
import { CHECKOUT } from './settings';

/** All drills of this checkout; throws with file and line of everything that does not fit together. */
export function readDrills(): Catalogue {
  return readCatalogue(CHECKOUT, { actions, faults: { names: faultNames } });
}
