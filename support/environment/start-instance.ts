import { untilInstance } from '../cloud/until-state';
import { minutes } from '../drill/time';
import { untilInitialised } from './initialise';
import type { OpenEnvironment } from './open-environment';

const cloudDeadline = minutes(10);

/**
 * Starts an instance that is stopped, or is just stopping, and waits until it runs and is initialised at the
 * environment's revision. One that runs is only waited for. Its application is not started.
 */
export async function startInstance(
  open: OpenEnvironment,
  name: string,
  signal: AbortSignal,
): Promise<{ readonly id: string }> {
  const { instances } = open.cloud;
  const patience = { deadline: cloudDeadline, signal };
  const { id, state } = await open.instance(name, signal);
  if (state === 'stopping') await untilInstance(instances, id, 'stopped', patience);
  if (state === 'stopping' || state === 'stopped') await instances.start(id, signal);
  const { publicAddress } = await untilInstance(instances, id, 'running', patience);
  const known = open.state.hosts[name];
  // A public address is lent while the instance runs: after a stop it may be another one.
  if (known !== undefined && publicAddress !== undefined && known.publicAddress !== publicAddress) {
    open.rememberHost(name, { ...known, publicAddress });
  }
  await untilInitialised(open.environment, open.host(name), name, open.state.revision, signal);
  return { id };
}
