import { EmbeddedCloud } from '../../../fixtures/cloud/embedded-cloud';
import { connectCloud } from '../../cloud/connect-cloud';
import { withDeadline } from '../../drill/deadline';
import { cloudAccess, keepCloud, keptCloud } from '../../environment/cloud-access';
import type { Environment } from '../../environment/environment';
import type { EnvironmentAccess } from '../../environment/open-environment';
import type { Progress } from '../output/progress';
import { CLOUD_NAME, STATE_FOLDER } from '../settings';

/** One that says nothing for so long has died. */
const ANSWER_MILLISECONDS = 10_000;

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

/**
 * How the environment's cloud is reached when it answers already, starting nothing. It is asked itself and not the
 * container engine, which takes longer to load than the question takes.
 */
export async function cloudThatAnswers(
  environment: Environment,
  signal: AbortSignal,
): Promise<EnvironmentAccess | undefined> {
  const embedded = environment.cloud.endpoint === 'embedded';
  if (embedded && keptCloud(STATE_FOLDER) === undefined) return undefined;
  const access = cloudAccess(environment, STATE_FOLDER);
  if (!embedded) return access;
  const cloud = connectCloud({ ...access.connection, environment: environment.name });
  try {
    await withDeadline(ANSWER_MILLISECONDS, signal, (limit) => cloud.network.find(limit));
    return access;
  } catch {
    signal.throwIfAborted();
    return undefined;
  } finally {
    cloud.close();
  }
}
