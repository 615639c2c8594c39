import { readDrills } from '../drills';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { designFiles } from './design-files';
import { designPages } from './design-pages';

/** The files of `docs/design/` as the checkout's files make them now. */
export async function currentDesign(): Promise<ReadonlyMap<string, string>> {
  const { environment } = chooseEnvironment(DEFAULT_ENVIRONMENT);
  const { drills } = readDrills();
  return designFiles(await designPages(environment, drills), drills);
}
