import { connectCloud } from '../../cloud/connect-cloud';
import { readEnvironmentState } from '../../environment/environment-state';
import { protectionHere, protectionInCloud, refuseFor } from '../../safety/protection';
import { openCloud } from './cloud-door';
import type { ChosenEnvironment } from './environment-file';
import type { Progress } from '../output/progress';
import { STATE_FOLDER } from '../settings';

const WHAT = 'A run of drills';

/** By what lies on this machine: throws EnvironmentProtected before anything is asked or started. */
export function refuseProtectedHere({ environment }: ChosenEnvironment): void {
  const state = readEnvironmentState(STATE_FOLDER, environment.name);
  refuseFor(environment.name, WHAT, protectionHere({ environment, state }));
}

/** By what the cloud tells now, whatever the files on this machine say. It asks, and changes nothing. */
export async function refuseProtectedInCloud(
  { environment }: ChosenEnvironment,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const { connection } = await openCloud(environment, progress);
  const cloud = connectCloud({ ...connection, environment: environment.name });
  try {
    refuseFor(environment.name, WHAT, await protectionInCloud(cloud, signal));
  } finally {
    cloud.close();
  }
}
