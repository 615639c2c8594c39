import { openStore } from '../applications/open-store';
import type { ImageId, InstanceId } from '../cloud/ids';
import { untilInstance } from '../cloud/until-state';
import { minutes } from '../drill/time';
import { instanceNamed } from '../environment/environment';
import { environmentLease } from '../environment/environment-lease';
import { ensureNetwork } from '../environment/environment-network';
import { runInstance, userDataOf } from '../environment/launch-instance';
import type { OpenEnvironment } from '../environment/open-environment';
import { connectMonitor } from '../monitoring/intermapper';
import type { FaultContext } from '../faults/fault-context';

const cloudDeadline = minutes(10);

/** What breaking an environment needs of it. */
export type FaultableEnvironment = Pick<
  OpenEnvironment,
  | 'name'
  | 'environment'
  | 'state'
  | 'cloud'
  | 'secrets'
  | 'access'
  | 'host'
  | 'dataVolume'
  | 'lastSnapshotAt'
  | 'monitorAccess'
  | 'applicationAccess'
>;

/** What faults need of an open environment, and no more. */
export function faultContextOf(open: FaultableEnvironment, seed: number): FaultContext {
  return {
    environment: open.environment,
    seed,
    cloud: open.cloud,
    // Found anew for each command: connections end where a host is replaced or the administrators get another key.
    host: (name) => ({ run: (command, options) => open.host(name).run(command, options) }),
    dataVolume: (name, signal) => open.dataVolume(name, signal),
    lastSnapshotAt: () => open.lastSnapshotAt(),
    monitor: () => connectMonitor(open.monitorAccess()),
    administratorKey: () => open.secrets.adminKey.privateKey,
    databasePassword: (user) => open.secrets.password(`mysql.${user}`),
    endedCertificate: (role) => open.secrets.endedCertificate(role),
    listRevoking: (role) => open.secrets.listRevoking(role),
    runWithoutMetadata: (name, signal) => runWithoutMetadata(open, name, signal),
    peopleAreAnswered: (signal) => isAnswered(open, signal),
    environmentLease: environmentLease(open),
  };
}

/** As the instance was run before, but for the metadata that it does not get. */
async function runWithoutMetadata(
  open: FaultableEnvironment,
  name: string,
  signal: AbortSignal,
): Promise<InstanceId> {
  const instance = instanceNamed(open.environment, name);
  const imageId = open.state.images[instance.role] as ImageId | undefined;
  if (imageId === undefined) throw new Error(`there is no image of role ${instance.role}`);
  const { instances } = open.cloud;
  for (const { id } of await instances.find({ Name: name }, signal))
    await untilInstance(instances, id, 'terminated', { deadline: cloudDeadline, signal });
  const network = await ensureNetwork(open.environment, open.cloud, signal);
  const userData = userDataOf(open, instance, open.state.revision);
  return runInstance({ open, network, instance, imageId, userData, metadataEndpoint: 'disabled' }, signal);
}

/** Any answer is one, whatever it says. */
async function isAnswered(open: FaultableEnvironment, signal: AbortSignal): Promise<boolean> {
  const { requestTimeout } = open.environment.workload;
  const store = openStore('confluence', open.applicationAccess(), { requestTimeout });
  try {
    await store.probe(signal);
    return true;
  } catch {
    signal.throwIfAborted();
    return false;
  } finally {
    store.close();
  }
}
