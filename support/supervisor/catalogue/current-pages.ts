import { componentsOf } from '../../environment/environment';
import { actions } from '../../recovery/actions/actions';
import { readGaps } from '../../recovery/catalogue/gaps';
import { readDrills } from '../drills';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { CHECKOUT } from '../settings';
import { cataloguePages } from './pages';

/** The pages of `docs/catalogue/` as the checkout's scenarios, runbooks, features and gaps make them now. */
export function currentPages(): Promise<ReadonlyMap<string, string>> {
  const { environment } = chooseEnvironment(DEFAULT_ENVIRONMENT);
  const catalogue = readDrills();
  const gaps = readGaps(
    CHECKOUT,
    catalogue.drills,
    componentsOf(environment).map(({ name }) => name),
  );
  return cataloguePages(catalogue, gaps, actions, environment);
}
