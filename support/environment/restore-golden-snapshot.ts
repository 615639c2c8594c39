import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { z } from 'zod';
import type { InstanceId } from '../cloud/ids';
import type { Snapshot } from '../cloud/snapshots';
import { untilInstance, untilVolume } from '../cloud/until-state';
import type { Volume } from '../cloud/volumes';
import { minutes, seconds } from '../drill/time';
import { withHostLibrary } from '../hosts/host-library';
import { isMounted } from '../hosts/mounts';
import { mustRun, quote } from '../hosts/shell';
import { refuseIfProtected } from '../safety/protection';
import { bringUpInstance } from './bring-up-instance';
import { secretsFile } from './configuration-archive';
import { deleteSnapshots, drillOnly } from './drill-snapshots';
import { instanceNamed, type InstanceDeclaration } from './environment';
import { endEnvironmentLease } from './environment-lease';
import { ensureNetwork, type EnvironmentNetwork } from './environment-network';
import { goldenTag } from './golden-snapshot';
import { imageOf } from './image-of-instance';
import { INITIALISED_AT, untilInitialised } from './initialise';
import { introduceBastion } from './introduce-bastion';
import { userDataOf } from './launch-instance';
import type { OpenEnvironment } from './open-environment';
import { startApplications, unitOf } from './start-applications';
import { isTainted } from './tainted';
import { startStopwatch, type Progress } from './stopwatch';
import { all } from './turns';

const cloudDeadline = minutes(30);

/**
 * Back to the golden snapshot, in place: network as declared, instances that were lost, were stopped or have another image
 * than then brought up, every data volume a new one from its snapshot, applications started in order. It ends a lease on the
 * whole environment.
 * Throws EnvironmentProtected, before it touches anything, for one that is protected.
 */
export async function restoreGoldenSnapshot(
  open: OpenEnvironment,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  await refuseIfProtected(open, 'Going back to the golden snapshot', signal);
  const { golden } = open.state;
  if (golden === undefined) throw new Error(`${open.name} has no golden snapshot yet`);
  setMaxListeners(0, signal);
  const elapsed = startStopwatch();
  // An instance that was given another image since then is run anew: its program fits other data.
  open.remember({ promoted: golden.promoted ?? {} });
  const [network, snapshots] = await Promise.all([
    ensureNetwork(open.environment, open.cloud, signal),
    open.cloud.snapshots.find({ [goldenTag]: golden.set }, signal),
    deleteSnapshots(open.cloud.snapshots, drillOnly, signal),
  ]);
  const bySource = new Map(snapshots.map((snapshot) => [snapshot.tags['firedrill:instance'], snapshot]));
  const bastion = instanceNamed(open.environment, open.environment.access.ssh.instance);
  const together = await allInitialised(open, signal);
  const restore = (instance: InstanceDeclaration, repository: Promise<void>): Promise<void> => {
    const snapshot = bySource.get(instance.name);
    if (snapshot === undefined) throw new Error(`${golden.set} has no snapshot of ${instance.name}`);
    return restoreInstance(
      { open, network, instance, snapshot, initialised: together, repository, progress },
      signal,
    );
  };
  const repository = restore(bastion, Promise.resolve());
  const restored = new Map([[bastion.name, repository]]);
  for (const instance of open.environment.instances) {
    if (instance.name === bastion.name) continue;
    // One that is new, or boots, is reached through the bastion, and asks it for its configuration.
    const reached = together ? Promise.resolve() : repository;
    restored.set(
      instance.name,
      reached.then(() => restore(instance, repository)),
    );
  }
  const volumes = all([...restored.values()]).then(elapsed);
  volumes.catch(() => undefined);
  await startApplications(
    open,
    () => undefined,
    signal,
    ({ name }) => restored.get(name) ?? Promise.resolve(),
  );
  await endEnvironmentLease(open, signal);
  progress(
    `golden snapshot ${golden.set}: volumes back after ${await volumes}, applications after ${elapsed()}`,
  );
}

/** Whether every instance is of its image, runs and has been initialised, so that none needs the bastion's repository to come up. */
async function allInitialised(open: OpenEnvironment, signal: AbortSignal): Promise<boolean> {
  const present = await open.cloud.instances.find({}, signal);
  const running = present.filter((instance) => instance.state === 'running' && !isTainted(instance));
  const initialised = async (declared: InstanceDeclaration): Promise<boolean> => {
    const { name } = declared;
    const image = imageOf(open, declared);
    if (!running.some(({ tags, imageId }) => tags['Name'] === name && imageId === image)) return false;
    const asked = { signal, timeout: seconds(3), sudo: true };
    return (await open.host(name).run(INITIALISED_AT, asked)).stdout.trim() === open.state.revision;
  };
  const found = await Promise.all(
    open.environment.instances.map((instance) => initialised(instance).catch(() => false)),
  );
  return found.every(Boolean);
}

interface Restoration {
  readonly open: OpenEnvironment;
  readonly network: EnvironmentNetwork;
  readonly instance: InstanceDeclaration;
  readonly snapshot: Snapshot;
  /** Whether it has just been seen to run and to be initialised. */
  readonly initialised: boolean;
  /** Until the bastion has its volume back, and with it the configuration repository. */
  readonly repository: Promise<void>;
  readonly progress: Progress;
}

async function restoreInstance(restoration: Restoration, signal: AbortSignal): Promise<void> {
  const { open, network, instance, snapshot, repository } = restoration;
  await untilHostIsReady(restoration, signal);
  const { revision } = open.state;
  const host = open.host(instance.name);
  const { id: instanceId } = await open.instance(instance.name, signal);
  const old = await volumesOf(open, instance, signal);
  const zone = network.subnets.get(instance.subnet)?.availabilityZone;
  if (zone === undefined) throw new Error(`${instance.name} has no subnet`);
  const release = releaseScript(unitOf(instance), instance.volume.mount);
  const [fresh] = await Promise.all([
    freshVolume(open, instance, zone, snapshot, signal),
    mustRun(host, release, { signal, timeout: minutes(1), sudo: true }),
  ]);
  await swap(open, instance, instanceId, old, fresh, signal);
  const said = await mustRun(host, remountScript, { signal, timeout: minutes(1), sudo: true });
  const has = remounted.parse(JSON.parse(said));
  // A bastion that was run anew has another host key than the one that this host was told at its first boot.
  const bastion = open.environment.access.ssh.instance;
  const key = open.hostKey(bastion);
  if (instance.name !== bastion && !has.bastion.every((known) => known.trim().endsWith(key)))
    await introduceBastion(host, key, signal);
  // A rotation that was drilled has given it others than the bastion has now.
  if (has.secrets !== hashOfSecrets(open, instance)) {
    await repository;
    await mustRun(host, '/opt/firedrill/bin/firedrill-apply', { signal, timeout: minutes(2), sudo: true });
    await untilInitialised(open.environment, host, instance.name, revision, signal);
  }
}

/**
 * Until the instance runs and is initialised: one that has just booted may still be mounting its volume. The snapshot
 * has no root disk, so a host that does not come up with its own (what was not synced when the power went, a disk that
 * was full when it booted) is run anew from its image, and so is one that is tainted. One that cannot be reached is, only while the bastion can be: it
 * must be the host that fails, and not the way to it.
 */
async function untilHostIsReady(
  { open, network, instance, initialised: isInitialised, progress }: Restoration,
  signal: AbortSignal,
): Promise<void> {
  const { revision } = open.state;
  const { name } = instance;
  const imageId = imageOf(open, instance);
  const userData = userDataOf(open, instance, revision);
  const bringUp = (): Promise<boolean> =>
    bringUpInstance(instance, { open, network, imageId, userData, progress: () => undefined }, signal);
  const initialised = (): Promise<void> =>
    untilInitialised(open.environment, open.host(name), name, revision, signal);
  const runAnew = async (why: string): Promise<void> => {
    const { instances } = open.cloud;
    const { id } = await open.instance(name, signal);
    progress(`${name}: ${id} is run anew from its image: ${why}`);
    await instances.terminate([id], 'shutdown', signal);
    await untilInstance(instances, id, 'terminated', { deadline: cloudDeadline, signal });
    await bringUp();
    await initialised();
  };
  const isNew = await bringUp();
  if (isTainted(await open.instance(name, signal))) {
    await runAnew('nobody answers for its root disk');
    return;
  }
  if (isInitialised && !isNew) return;
  try {
    await initialised();
  } catch (error) {
    signal.throwIfAborted();
    const bastion = open.host(open.environment.access.ssh.instance);
    const answers = { signal, timeout: seconds(15) };
    if (
      !(await bastion.run('true', answers).then(
        ({ code }) => code === 0,
        () => false,
      ))
    )
      throw error;
    const [why] = (error instanceof Error ? error.message : String(error)).split('\n');
    await runAnew(why ?? '');
  }
}

/** What an instance's data may lie on: one volume, or more where a restoration or a runbook was cut short. */
async function volumesOf(
  { cloud }: OpenEnvironment,
  { name }: InstanceDeclaration,
  signal: AbortSignal,
): Promise<readonly Volume[]> {
  const names = [name, `${name}-restored`];
  const found = await cloud.volumes.find({ Name: names }, signal);
  return found.filter(
    ({ state, tags }) => tags['firedrill:volume'] !== undefined && !state.startsWith('delet'),
  );
}

/** Not tagged as the data volume before it is. */
async function freshVolume(
  open: OpenEnvironment,
  { name }: InstanceDeclaration,
  availabilityZone: string,
  { id: snapshotId }: Snapshot,
  signal: AbortSignal,
): Promise<Volume> {
  const { volumes } = open.cloud;
  const tags = { 'firedrill:volume': 'incoming' };
  const { id } = await volumes.create({ name, availabilityZone, snapshotId, tags }, signal);
  return untilVolume(volumes, id, 'available', { deadline: cloudDeadline, signal });
}

/** Whatever was there goes: at any moment this can be cut short, and begun anew. */
async function swap(
  open: OpenEnvironment,
  { volume }: InstanceDeclaration,
  instanceId: InstanceId,
  old: readonly Volume[],
  fresh: Volume,
  signal: AbortSignal,
): Promise<void> {
  const { volumes } = open.cloud;
  const patience = { deadline: cloudDeadline, signal };
  for (const { id, attachment, tags } of old) {
    // A volume of a snapshot may still be mounted beside the data volume: nothing on it is needed.
    const force = tags['firedrill:volume'] === 'restored';
    if (attachment !== undefined && attachment.state !== 'detaching') await volumes.detach(id, force, signal);
    await untilVolume(volumes, id, 'available', patience);
    await volumes.setTags(id, { 'firedrill:volume': 'retired' }, signal);
  }
  await volumes.attach(fresh.id, instanceId, volume.device, signal);
  await untilVolume(volumes, fresh.id, 'in-use', patience);
  await volumes.setTags(fresh.id, { 'firedrill:volume': 'data' }, signal);
  for (const { id } of old) await volumes.delete(id, signal);
}

/**
 * What is on the volume is thrown away, so that nothing needs a clean stop; sshd is the way in and holds no file of
 * it. A file system that was left frozen is thawed first: it could not be unmounted.
 */
function releaseScript(unit: string, mount: string): string {
  const at = quote(mount);
  return `
${isMounted(mount)} || exit 0
fsfreeze -u ${at} 2>/dev/null
if [ ${quote(unit)} != ssh.service ]; then
  systemctl kill --signal=KILL ${quote(unit)} 2>/dev/null
  systemctl stop ${quote(unit)}
fi
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  umount ${at} && exit 0
  fuser -k -M -m ${at} >/dev/null 2>&1
  sleep 0.1
done
echo "still in use:" >&2
fuser -v -m ${at} >&2
exit 1`;
}

/** SHA-256 of the file of secrets that the instance's host is to have, in hexadecimal. */
const hashOfSecrets = ({ secrets }: OpenEnvironment, { role }: InstanceDeclaration): string =>
  createHash('sha256').update(secretsFile(secrets, role)).digest('hex');

/** What a host says of itself when its volume is mounted again. */
const remounted = z.object({
  /** SHA-256 of the secrets that it was given, in hexadecimal. */
  secrets: z.string(),
  /** By which keys it knows the bastion: what is kept for its next boot, and the file that its ssh looks at. */
  bastion: z.array(z.string()),
});

/** The configuration is in place: only the volume is found, mounted and grown again, as init does it. It prints what `remounted` says. */
const remountScript = withHostLibrary(`
import hashlib, json
from firedrill import configuration, data_device, data_volume, instance
here = instance.load()
data_volume.bring_up(data_device.find(here.data_device, deadline_seconds=30), here.mount)
def text(path):
    try:
        with open(path, encoding='utf-8') as file:
            return file.read()
    except OSError:
        return ''
with open(configuration.SECRETS, 'rb') as file:
    secrets = hashlib.sha256(file.read()).hexdigest()
kept = json.loads(text(instance.FACTS)).get('bastionHostKey', '')
print(json.dumps({'secrets': secrets, 'bastion': [kept, text(configuration._KNOWN_HOSTS)]}))
`);
