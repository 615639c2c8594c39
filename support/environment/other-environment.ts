import type { Environment } from './environment';
import { readEnvironmentState } from './environment-state';
import { readEnvironment } from './read-environment';

/** What is known here of an environment that somebody else acts on: what its file declares, and where it is reached from outside. */
export interface OtherEnvironment {
  readonly environment: Environment;
  readonly publicAddresses: readonly string[];
}

/** Throws where it was never brought up from here. */
export function otherEnvironment(stateFolder: string, name: string): OtherEnvironment {
  const state = readEnvironmentState(stateFolder, name);
  if (state === undefined) throw new Error(`${name} is not up; run: npx firedrill up ${name}`);
  return {
    environment: readEnvironment(state.file),
    publicAddresses: Object.values(state.hosts).flatMap(({ publicAddress }) => publicAddress ?? []),
  };
}
