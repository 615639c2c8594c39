import { cloudAccess } from '../../environment/cloud-access';
import { readEnvironmentState } from '../../environment/environment-state';
import type { EnvironmentAccess } from '../../environment/open-environment';
import { readEnvironment } from '../../environment/read-environment';

/** How an environment that is up is reached, starting nothing. Throws where it was never brought up from here. */
export function environmentAccess(stateFolder: string, name: string): EnvironmentAccess {
  const state = readEnvironmentState(stateFolder, name);
  if (state === undefined) throw new Error(`${name} is not up; run: npx firedrill up ${name}`);
  return cloudAccess(readEnvironment(state.file), stateFolder);
}
