import { EmbeddedCloud } from '../../fixtures/cloud/embedded-cloud';
import { cloudAccess, keepCloud, keptCloud } from '../environment/cloud-access';
import type { Environment } from '../environment/environment';
import type { EnvironmentAccess } from '../environment/open-environment';
import type { Progress } from './progress';
import { CLOUD_NAME, STATE_FOLDER } from './settings';

/** The one door to the embedded cloud: starts it, or finds it running, and remembers how it is reached. */
export async function openCloud(environment: Environment, progress: Progress): Promise<EnvironmentAccess> {
  const { endpoint, region } = environment.cloud;
  if (endpoint === 'embedded') {
    const before = keptCloud(STATE_FOLDER);
    const cloud = await new EmbeddedCloud({
      name: CLOUD_NAME,
      region,
      ...(before === undefined ? {} : { credentials: before.credentials }),
      onProgress: progress,
    }).start();
    keepCloud(STATE_FOLDER, { endpoint: cloud.getEndpoint(), region, credentials: cloud.getCredentials() });
  }
  return cloudAccess(environment, STATE_FOLDER);
}
