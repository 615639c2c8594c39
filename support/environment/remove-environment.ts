import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { connectCloud } from '../cloud/connect-cloud';
import { untilInstance } from '../cloud/until-state';
import { isNotFound } from '../cloud/ec2-error';
import { milliseconds, minutes, seconds } from '../drill/time';
import { waitUntil } from '../drill/wait-until';
import { environmentFolder } from './environment-state';
import { keyPairName } from './launch-instance';
import type { EnvironmentAccess } from './open-environment';
import type { Progress } from './stopwatch';
import { all } from './turns';

/**
 * Removes everything that carries the environment's tag: instances, data volumes, snapshots, network. Images stay,
 * and so do keys and passwords. It can be repeated, whatever an earlier attempt left.
 */
export async function removeEnvironment(
  name: string,
  access: EnvironmentAccess,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const cloud = connectCloud({ ...access.connection, environment: name });
  const patience = { deadline: minutes(10), signal };
  try {
    const instances = await cloud.instances.find({}, signal);
    const ids = instances.map(({ id }) => id);
    await cloud.instances.terminate(ids, 'cut', signal);
    await all(ids.map((id) => untilInstance(cloud.instances, id, 'terminated', patience)));
    progress(`${name}: ${String(ids.length)} instances terminated`);

    for (const { id } of await cloud.addresses.find({}, signal)) await cloud.addresses.release(id, signal);
    const volumes = await cloud.volumes.find({}, signal);
    const volumesLeft = async () => (await cloud.volumes.find({}, signal)).map(({ id }) => id);
    await all(
      volumes.map(({ id }) => goneAfter(() => cloud.volumes.delete(id, signal), id, volumesLeft, signal)),
    );
    const snapshots = await cloud.snapshots.find({}, signal);
    const snapshotsLeft = async () => (await cloud.snapshots.find({}, signal)).map(({ id }) => id);
    await all(
      snapshots.map(({ id }) =>
        goneAfter(() => cloud.snapshots.delete(id, signal), id, snapshotsLeft, signal),
      ),
    );
    progress(`${name}: ${String(volumes.length)} volumes and ${String(snapshots.length)} snapshots deleted`);

    const vpcId = await cloud.network.find(signal);
    if (vpcId !== undefined) {
      await cloud.securityGroups.remove(await cloud.securityGroups.find(vpcId, signal), signal);
      const acls = await cloud.networkAcls.find(vpcId, signal);
      // An ACL can only be deleted when no subnet uses it, and a subnet takes its association with it.
      await cloud.network.remove(vpcId, signal, async () => {
        for (const { id } of acls) await cloud.networkAcls.remove(id, signal);
      });
    }
    await cloud.keyPairs.remove(keyPairName(name), signal);
    const folder = environmentFolder(access.stateFolder, name);
    rmSync(join(folder, 'state.json'), { force: true });
    rmSync(join(folder, 'user-data'), { recursive: true, force: true });
    progress(`${name}: network removed`);
  } finally {
    cloud.close();
  }
}

/**
 * Deletes what may still be let go of by what was just terminated. An answer may be lost after it was deleted, and then
 * it can be neither deleted again nor shown to be ours: what counts is whether it is still there.
 */
function goneAfter(
  remove: () => Promise<void>,
  id: string,
  left: () => Promise<readonly string[]>,
  signal: AbortSignal,
): Promise<boolean> {
  return waitUntil({
    subject: `${id} to be deleted`,
    deadline: minutes(2),
    interval: milliseconds(200),
    attempt: seconds(20),
    signal,
    observe: async () => {
      try {
        await remove();
      } catch (error) {
        if (!isNotFound(error) && (await left()).includes(id)) throw error;
      }
      return { value: true };
    },
  });
}
