import { createHash } from 'node:crypto';
import type { InstanceId, VolumeId } from '../cloud/ids';
import type { Instance } from '../cloud/instances';
import type { Snapshot } from '../cloud/snapshots';
import { untilVolume } from '../cloud/until-state';
import type { Volume } from '../cloud/volumes';
import { minutes } from '../drill/time';
import { withHostLibrary } from '../hosts/host-library';
import { isMounted } from '../hosts/mounts';
import { mustRun, quote } from '../hosts/shell';
import { secretsFile } from './configuration-archive';
import type { InstanceDeclaration } from './environment';
import { introduceBastion, knowsBastion } from './introduce-bastion';
import type { OpenEnvironment } from './open-environment';
import { unitOf } from './start-applications';
import { all } from './turns';
import { untilHostIsReady, type HostToBe } from './until-host-is-ready';

const cloudDeadline = minutes(30);

const VOLUME_TAG = 'firedrill:volume';

/** What a host says of itself where its bastion is the present one. */
const KNOWN = 'bastion-known';

export interface Restoration extends Omit<HostToBe, 'dataVolume'> {
  readonly snapshot: Snapshot;
  /** What its data were just found to lie on, where that is known; see `volumesOf`. */
  readonly volumes?: readonly Volume[];
  /** When its turn for a volume has come. Its application is ended before, and a new instance run. */
  readonly turn: Promise<unknown>;
  /** Until the bastion has its volume back, and with it the configuration repository; not of the bastion itself. */
  readonly repository: Promise<void> | undefined;
}

/** Gives an instance a new data volume of its snapshot, in the place of whatever its data lay on. Its application is not started. */
export async function restoreInstance(restoration: Restoration, signal: AbortSignal): Promise<void> {
  const { open, instance } = restoration;
  const dataVolume = (zone: string): Promise<Volume> => volumeOfNewHost(restoration, zone, signal);
  const { instance: present, isNew } = await untilHostIsReady({ ...restoration, dataVolume }, signal);
  if (isNew) {
    const given = present.devices[instance.volume.device];
    if (given === undefined) throw new Error(`${instance.name}: ${present.id} has no data volume`);
    await keepOnly(open, instance, given, signal);
    return;
  }
  await exchange(restoration, present, signal);
}

/**
 * The volume of an instance that is run anew: what its data lay on is let go of first. It is attached only once the bastion
 * has its own, and the host's init waits for it: nothing is fetched from a repository that is about to go.
 */
async function volumeOfNewHost(
  { open, instance, snapshot, repository }: Restoration,
  zone: string,
  signal: AbortSignal,
): Promise<Volume> {
  const old = await volumesOf(open, [instance], signal);
  await all(old.map(({ id }) => open.cloud.volumes.setTags(id, { [VOLUME_TAG]: 'retired' }, signal)));
  const fresh = freshVolume(open, instance, zone, snapshot, signal);
  await all<unknown>([fresh, repository ?? Promise.resolve()]);
  return fresh;
}

/** The volume that a new host was given is its data volume from here on, and no other is left. */
async function keepOnly(
  open: OpenEnvironment,
  instance: InstanceDeclaration,
  given: VolumeId,
  signal: AbortSignal,
): Promise<void> {
  const { volumes } = open.cloud;
  await volumes.setTags(given, { [VOLUME_TAG]: 'data' }, signal);
  const others = (await volumesOf(open, [instance], signal)).filter(({ id }) => id !== given);
  await all(
    others.map(async ({ id }) => {
      await untilVolume(volumes, id, 'available', { deadline: cloudDeadline, signal });
      await volumes.delete(id, signal);
    }),
  );
}

/** A host that stays has its volume taken from below its application, and the new one mounted. */
async function exchange(
  { open, instance, snapshot, volumes: justFound, turn }: Restoration,
  { id: instanceId, availabilityZone }: Instance,
  signal: AbortSignal,
): Promise<void> {
  const host = open.host(instance.name);
  const old = justFound ?? (await volumesOf(open, [instance], signal));
  const release = releaseScript(unitOf(instance), instance.volume.mount);
  const released = mustRun(host, release, { signal, timeout: minutes(1), sudo: true });
  await all<unknown>([turn, released]);
  const fresh = freshVolume(open, instance, availabilityZone, snapshot, signal);
  await all<unknown>([fresh, ...old.map((volume) => retire(open, volume, signal))]);
  await attach(open, instance, instanceId, (await fresh).id, signal);
  const bastion = open.environment.access.ssh.instance;
  const key = open.hostKey(bastion);
  const script = remountScript(instance.volume, key);
  const remount = mustRun(host, script, { signal, timeout: minutes(1), sudo: true });
  const deleted = old.map(({ id }) => open.cloud.volumes.delete(id, signal));
  await all<unknown>([remount, ...deleted]);
  const has = await remount;
  // A bastion that was run anew has another host key than the one that this host was told at its first boot.
  if (instance.name !== bastion && !has.includes(KNOWN)) await introduceBastion(host, key, signal);
  // A rotation that was drilled has given it others than it is to have.
  const secrets = secretsFile(open.secrets, instance.role);
  if (!has.includes(createHash('sha256').update(secrets).digest('hex')))
    await mustRun(host, takeSecretsScript, { signal, timeout: minutes(2), sudo: true, input: secrets });
}

/** What instances' data may lie on: one volume each, or more where a restoration or a runbook was cut short. */
export async function volumesOf(
  { cloud }: OpenEnvironment,
  instances: readonly InstanceDeclaration[],
  signal: AbortSignal,
): Promise<readonly Volume[]> {
  const names = instances.flatMap(({ name }) => namesOfVolumes(name));
  const found = await cloud.volumes.find({ Name: names }, signal);
  return found.filter(({ state, tags }) => tags[VOLUME_TAG] !== undefined && !state.startsWith('delet'));
}

/** Those among them that are of one instance. */
export const volumesAmong = (volumes: readonly Volume[], { name }: InstanceDeclaration): readonly Volume[] =>
  volumes.filter(({ tags }) => namesOfVolumes(name).includes(tags['Name'] ?? ''));

/** A volume that a runbook makes of a snapshot is named so until it is the data volume. */
const namesOfVolumes = (instance: string): readonly string[] => [instance, `${instance}-restored`];

/** Not tagged as the data volume before it is. */
async function freshVolume(
  open: OpenEnvironment,
  { name }: InstanceDeclaration,
  availabilityZone: string,
  { id: snapshotId }: Snapshot,
  signal: AbortSignal,
): Promise<Volume> {
  const { volumes } = open.cloud;
  const tags = { [VOLUME_TAG]: 'incoming' };
  const { id } = await volumes.create({ name, availabilityZone, snapshotId, tags }, signal);
  return untilVolume(volumes, id, 'available', { deadline: cloudDeadline, signal });
}

/** Whatever was there is to go: at any moment this can be cut short, and begun anew. */
async function retire(
  { cloud: { volumes } }: OpenEnvironment,
  { id, attachment, tags }: Volume,
  signal: AbortSignal,
): Promise<void> {
  // A volume of a snapshot may still be mounted beside the data volume: nothing on it is needed.
  const force = tags[VOLUME_TAG] === 'restored';
  if (attachment !== undefined && attachment.state !== 'detaching') await volumes.detach(id, force, signal);
  await all<unknown>([
    untilVolume(volumes, id, 'available', { deadline: cloudDeadline, signal }),
    volumes.setTags(id, { [VOLUME_TAG]: 'retired' }, signal),
  ]);
}

async function attach(
  { cloud: { volumes } }: OpenEnvironment,
  { volume }: InstanceDeclaration,
  instanceId: InstanceId,
  id: VolumeId,
  signal: AbortSignal,
): Promise<void> {
  await volumes.attach(id, instanceId, volume.device, signal);
  await all<unknown>([
    untilVolume(volumes, id, 'in-use', { deadline: cloudDeadline, signal }),
    volumes.setTags(id, { [VOLUME_TAG]: 'data' }, signal),
  ]);
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

/**
 * The configuration is in place: only the volume is found, mounted and grown again, as init does it. It prints the SHA-256 of
 * the secrets that the host was given, in hexadecimal, and `KNOWN` where it knows the bastion by its present key.
 */
const remountScript = ({ device, mount }: InstanceDeclaration['volume'], bastionKey: string): string => `
set -e
${withHostLibrary(`
from firedrill import data_device, data_volume
data_volume.bring_up(data_device.find('${device}', deadline_seconds=30), '${mount}')
`)}
sha256sum < /etc/firedrill/secrets.json
if ${knowsBastion(bastionKey)}; then echo ${KNOWN}; fi`;

/** What firedrill-apply does with secrets that the bastion has, with those that it is given: the configuration is in place. */
const takeSecretsScript = withHostLibrary(`
import sys
from firedrill import baseline, configuration, instance
here = instance.load()
with instance.alone():
    instance.clear_done()
    instance.write_whole(configuration.SECRETS, sys.stdin.read(), 0o600)
    configuration.apply(here)
    baseline.take(here.revision)
    instance.write_done(here.revision)
`);
