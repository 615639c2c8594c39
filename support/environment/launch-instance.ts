import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageId, InstanceId, VolumeId } from '../cloud/ids';
import type { Instance, MetadataEndpoint } from '../cloud/instances';
import { untilInstance, untilVolume } from '../cloud/until-state';
import type { Volume } from '../cloud/volumes';
import { writeFileAtomically } from '../drill/atomic-file';
import { minutes } from '../drill/time';
import { roleSoftware } from './role-software';
import { giveElasticAddress } from './elastic-address';
import { ensureNetwork, type EnvironmentNetwork } from './environment-network';
import { environmentFolder } from './environment-state';
import { instanceNamed, type InstanceDeclaration } from './environment';
import { imageOf } from './image-of-instance';
import { introduceInstance } from './introduce-instance';
import type { OpenEnvironment } from './open-environment';
import { renderUserData } from './user-data';

/** EC2's own steps; the hosts' are in the environment file. */
const cloudDeadline = minutes(10);

/** What running an instance needs of an open environment. */
type LaunchEnvironment = Pick<
  OpenEnvironment,
  'name' | 'environment' | 'state' | 'secrets' | 'access' | 'cloud'
>;

/** The name under which the environment's admin key is known to the cloud. */
export const keyPairName = (environment: string): string => `firedrill-${environment}`;

/** What an instance is told at its boot; kept in `.firedrill/<environment>/user-data/` for whoever does it by hand. */
export function userDataOf(open: LaunchEnvironment, instance: InstanceDeclaration, revision: string): string {
  const { environment, secrets, access } = open;
  const bastion = environment.access.ssh.instance;
  const hostKey = open.state.hosts[bastion]?.hostKey;
  const source =
    instance.name === bastion || hostKey === undefined
      ? undefined
      : {
          bastion: environment.instances.find(({ name }) => name === bastion)?.address ?? '',
          bastionHostKey: hostKey,
          deployKey: secrets.deployKey(instance.role).privateKey,
        };
  const startAtBoot = environment.startup.application.atBoot ? roleSoftware[instance.role].unit : undefined;
  const text = renderUserData(environment, instance, revision, source, startAtBoot);
  const folder = join(environmentFolder(access.stateFolder, environment.name), 'user-data');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileAtomically(join(folder, instance.name), text);
  return text;
}

export interface Launch {
  readonly open: LaunchEnvironment;
  readonly network: EnvironmentNetwork;
  readonly instance: InstanceDeclaration;
  readonly imageId: ImageId;
  readonly userData: string;
  /** Whether it is to have its metadata; it is unless told. */
  readonly metadataEndpoint?: MetadataEndpoint;
  /** What it is given as its data volume; the one that there is, made where there is none, unless told. */
  readonly dataVolume?: VolumeInZone | undefined;
}

/** Gets a volume ready to be attached in an availability zone. */
export type VolumeInZone = (availabilityZone: string) => Promise<Pick<Volume, 'id'>>;

/** For an instance in the place of a declared one, of the image that it had. */
export async function launchOf(
  open: LaunchEnvironment,
  name: string,
  revision: string,
  signal: AbortSignal,
): Promise<Launch> {
  const instance = instanceNamed(open.environment, name);
  const imageId = imageOf(open, instance);
  const network = await ensureNetwork(open.environment, open.cloud, signal);
  return { open, network, instance, imageId, userData: userDataOf(open, instance, revision) };
}

/**
 * Runs a new instance with its declared address, gives it its data volume (made where there is none), and remembers
 * its host key once it has booted.
 */
export async function launchInstance(
  launch: Launch & { readonly open: OpenEnvironment },
  signal: AbortSignal,
): Promise<Instance> {
  const id = await runInstance(launch, signal);
  return introduceInstance(launch.open, launch.instance.name, id, cloudDeadline, signal);
}

/** Runs a new instance with its declared address and gives it its data volume; whether it boots is not waited for. */
export async function runInstance(launch: Launch, signal: AbortSignal): Promise<InstanceId> {
  const { open, network, instance, imageId, userData, metadataEndpoint, dataVolume } = launch;
  const { cloud } = open;
  const subnet = network.subnets.get(instance.subnet);
  const group = network.groups.get(instance.name);
  if (subnet === undefined || group === undefined)
    throw new Error(`${instance.name} has no subnet or group yet`);
  const { availabilityZone } = subnet;
  const volume = dataVolume?.(availabilityZone) ?? ensureDataVolume(open, instance, availabilityZone, signal);
  volume.catch(() => undefined);
  const { id } = await cloud.instances.run(
    {
      name: instance.name,
      imageId,
      type: instance.type,
      subnetId: subnet.id,
      privateAddress: instance.address,
      public: instance.public,
      securityGroupIds: [group],
      keyName: keyPairName(open.name),
      userData,
      ...(instance.profile === undefined ? {} : { profile: instance.profile }),
      ...(metadataEndpoint === undefined ? {} : { metadataEndpoint }),
      tags: { 'firedrill:role': instance.role },
    },
    signal,
  );
  await untilInstance(cloud.instances, id, 'running', { deadline: cloudDeadline, signal });
  await giveElasticAddress(open, instance, id, signal);
  await attachDataVolume(open, instance, (await volume).id, id, signal);
  return id;
}

async function ensureDataVolume(
  open: LaunchEnvironment,
  instance: InstanceDeclaration,
  availabilityZone: string,
  signal: AbortSignal,
): Promise<Volume> {
  const { volumes } = open.cloud;
  const tags = { 'firedrill:volume': 'data' };
  const found = (await volumes.find({ Name: instance.name, ...tags }, signal)).filter(
    ({ state }) => state !== 'deleting' && state !== 'deleted',
  );
  if (found.length > 1)
    throw new Error(`${instance.name} has ${String(found.length)} data volumes; expected one`);
  if (found[0] !== undefined) return found[0];
  const { sizeGiB } = instance.volume;
  const created = await volumes.create({ name: instance.name, availabilityZone, sizeGiB, tags }, signal);
  return untilVolume(volumes, created.id, 'available', { deadline: cloudDeadline, signal });
}

/** Waits until an instance that is going away has let go of it. */
async function attachDataVolume(
  open: LaunchEnvironment,
  instance: InstanceDeclaration,
  volumeId: VolumeId,
  instanceId: InstanceId,
  signal: AbortSignal,
): Promise<void> {
  const { volumes } = open.cloud;
  const patience = { deadline: cloudDeadline, signal };
  await untilVolume(volumes, volumeId, 'available', patience);
  await volumes.attach(volumeId, instanceId, instance.volume.device, signal);
  await untilVolume(volumes, volumeId, 'in-use', patience);
}
