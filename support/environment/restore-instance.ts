import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { InstanceId } from '../cloud/ids';
import type { Snapshot } from '../cloud/snapshots';
import { untilVolume } from '../cloud/until-state';
import type { Volume } from '../cloud/volumes';
import { minutes } from '../drill/time';
import { withHostLibrary } from '../hosts/host-library';
import { isMounted } from '../hosts/mounts';
import { mustRun, quote } from '../hosts/shell';
import { secretsFile } from './configuration-archive';
import type { InstanceDeclaration } from './environment';
import { untilInitialised } from './initialise';
import { introduceBastion, KNOWN_BASTION, knowsBastion } from './introduce-bastion';
import type { OpenEnvironment } from './open-environment';
import { unitOf } from './start-applications';
import { all } from './turns';
import { untilHostIsReady, type HostToBe } from './until-host-is-ready';

const cloudDeadline = minutes(30);

export interface Restoration extends HostToBe {
  readonly snapshot: Snapshot;
  /** Until the bastion has its volume back, and with it the configuration repository. */
  readonly repository: Promise<void>;
}

/** Gives an instance a new data volume of its snapshot, in the place of whatever its data lay on. Its application is not started. */
export async function restoreInstance(restoration: Restoration, signal: AbortSignal): Promise<void> {
  const { open, network, instance, snapshot, repository } = restoration;
  await untilHostIsReady(restoration, signal);
  const { revision } = open.state;
  const host = open.host(instance.name);
  const { id: instanceId } = await open.instance(instance.name, signal);
  const old = await volumesOf(open, instance, signal);
  const zone = network.subnets.get(instance.subnet)?.availabilityZone;
  if (zone === undefined) throw new Error(`${instance.name} has no subnet`);
  const release = releaseScript(unitOf(instance), instance.volume.mount);
  const fresh = freshVolume(open, instance, zone, snapshot, signal);
  await all<unknown>([fresh, mustRun(host, release, { signal, timeout: minutes(1), sudo: true })]);
  await swap(open, instance, instanceId, old, await fresh, signal);
  const remount = mustRun(host, remountScript, { signal, timeout: minutes(1), sudo: true });
  const deleted = old.map(({ id }) => open.cloud.volumes.delete(id, signal));
  await all<unknown>([remount, ...deleted]);
  const said = await remount;
  const has = remounted.parse(JSON.parse(said));
  // A bastion that was run anew has another host key than the one that this host was told at its first boot.
  const bastion = open.environment.access.ssh.instance;
  const key = open.hostKey(bastion);
  if (instance.name !== bastion && !knowsBastion(has.bastion, key)) await introduceBastion(host, key, signal);
  // A rotation that was drilled has given it others than the bastion has now.
  if (has.secrets !== hashOfSecrets(open, instance)) {
    await repository;
    await mustRun(host, '/opt/firedrill/bin/firedrill-apply', { signal, timeout: minutes(2), sudo: true });
    await untilInitialised(open.environment, host, instance.name, revision, signal);
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

/** Whatever was there is to go: at any moment this can be cut short, and begun anew. */
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
    await all<unknown>([
      untilVolume(volumes, id, 'available', patience),
      volumes.setTags(id, { 'firedrill:volume': 'retired' }, signal),
    ]);
  }
  await volumes.attach(fresh.id, instanceId, volume.device, signal);
  await all<unknown>([
    untilVolume(volumes, fresh.id, 'in-use', patience),
    volumes.setTags(fresh.id, { 'firedrill:volume': 'data' }, signal),
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

/** SHA-256 of the file of secrets that the instance's host is to have, in hexadecimal. */
const hashOfSecrets = ({ secrets }: OpenEnvironment, { role }: InstanceDeclaration): string =>
  createHash('sha256').update(secretsFile(secrets, role)).digest('hex');

/** What a host says of itself when its volume is mounted again. */
const remounted = z.object({
  /** SHA-256 of the secrets that it was given, in hexadecimal. */
  secrets: z.string(),
  /** See `KNOWN_BASTION`. */
  bastion: z.array(z.string()),
});

/** The configuration is in place: only the volume is found, mounted and grown again, as init does it. It prints what `remounted` says. */
const remountScript = withHostLibrary(`
import hashlib, json
from firedrill import configuration, data_device, data_volume, instance
here = instance.load()
data_volume.bring_up(data_device.find(here.data_device, deadline_seconds=30), here.mount)
with open(configuration.SECRETS, 'rb') as file:
    secrets = hashlib.sha256(file.read()).hexdigest()
${KNOWN_BASTION}
print(json.dumps({'secrets': secrets, 'bastion': known_bastion()}))
`);
