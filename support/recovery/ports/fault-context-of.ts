import { openStore } from '../../applications/open-store';
import type { InstanceId } from '../../cloud/ids';
import { untilInstance } from '../../cloud/until-state';
import { minutes } from '../../drill/time';
import { environmentLease } from '../../environment/environment-lease';
import { launchOf, runInstance } from '../../environment/launch-instance';
import type { OpenEnvironment } from '../../environment/open-environment';
import { connectMonitor } from '../../monitoring/intermapper';
import type { FaultContext } from '../../faults/fault-context';

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
  const { instances } = open.cloud;
  for (const { id } of await instances.find({ Name: name }, signal))
    await untilInstance(instances, id, 'terminated', { deadline: cloudDeadline, signal });
  const launch = await launchOf(open, name, open.state.revision, signal);
  return runInstance({ ...launch, metadataEndpoint: 'disabled' }, signal);
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
