import { untilInstance } from '../cloud/until-state';
import type { ImageId } from '../cloud/ids';
import type { Instance } from '../cloud/instances';
import { minutes } from '../drill/time';
import { giveElasticAddress } from './elastic-address';
import type { InstanceDeclaration } from './environment';
import type { EnvironmentNetwork } from './environment-network';
import { introduceInstance } from './introduce-instance';
import { launchInstance, type VolumeInZone } from './launch-instance';
import type { OpenEnvironment } from './open-environment';
import type { Progress } from './stopwatch';

const cloudDeadline = minutes(10);

export interface BringUp {
  readonly open: OpenEnvironment;
  readonly network: EnvironmentNetwork;
  readonly imageId: ImageId;
  readonly userData: string;
  /** What a new one is given as its data volume; the one that there is unless told. */
  readonly dataVolume?: VolumeInZone;
  /** The instance that was just found; it is looked for unless told. */
  readonly present?: Instance | undefined;
  readonly progress: Progress;
}

/**
 * Makes the declared instance run: it is left alone when it does, started when it is stopped, and replaced, on the
 * same data volume unless told, when it is missing or is not what is declared. True when it is a new one.
 */
export async function bringUpInstance(
  instance: InstanceDeclaration,
  { open, network, imageId, userData, dataVolume, present: justFound, progress }: BringUp,
  signal: AbortSignal,
): Promise<boolean> {
  const { instances } = open.cloud;
  const { name } = instance;
  const patience = { deadline: cloudDeadline, signal };
  const found = justFound === undefined ? await instances.find({ Name: name }, signal) : [justFound];
  const launch = async (): Promise<boolean> => {
    const { id } = await launchInstance({ open, network, instance, imageId, userData, dataVolume }, signal);
    progress(`${name}: ${id} runs at ${instance.address}`);
    return true;
  };
  for (const leaving of found.filter(({ state }) => state === 'shutting-down')) {
    await untilInstance(instances, leaving.id, 'terminated', patience);
  }
  const [present, ...more] = found.filter(({ state }) => state !== 'shutting-down');
  if (more.length > 0) throw new Error(`${open.name} has ${String(more.length + 1)} instances named ${name}`);
  if (present === undefined) return launch();

  const wrong = deviation(present, instance, network, imageId);
  if (wrong !== undefined) {
    progress(`${name}: ${present.id} is replaced: ${wrong}`);
    await instances.terminate([present.id], dataVolume === undefined ? 'shutdown' : 'cut', signal);
    await untilInstance(instances, present.id, 'terminated', patience);
    return launch();
  }
  const group = network.groups.get(name);
  if (group !== undefined && present.securityGroupIds.join() !== group) {
    await instances.setSecurityGroups(present.id, [group], signal);
  }
  if (present.state === 'stopping') await untilInstance(instances, present.id, 'stopped', patience);
  if (present.state === 'stopping' || present.state === 'stopped') {
    progress(`${name}: ${present.id} is started`);
    await instances.start(present.id, signal);
  }
  const runs =
    present.state === 'running' ? present : await untilInstance(instances, present.id, 'running', patience);
  await giveElasticAddress(open, instance, present.id, signal);
  const known = open.state.hosts[name];
  if (known?.instanceId !== present.id) {
    await introduceInstance(open, name, present.id, cloudDeadline, signal);
    return false;
  }
  // An address of its own is given to it here; another comes and goes with its starts.
  const { publicAddress } = instance.elasticIp ? await instances.describe(present.id, signal) : runs;
  open.rememberHost(name, {
    instanceId: present.id,
    hostKey: known.hostKey,
    ...(publicAddress === undefined ? {} : { publicAddress }),
  });
  return false;
}

/** What an instance that is there has other than declared and cannot change; undefined when nothing. */
function deviation(
  present: Instance,
  declared: InstanceDeclaration,
  network: EnvironmentNetwork,
  imageId: ImageId,
): string | undefined {
  if (present.imageId !== imageId) return `it is of image ${present.imageId}, not ${imageId}`;
  if (present.privateAddress !== declared.address) {
    return `it has ${present.privateAddress ?? 'no address'}, not ${declared.address}`;
  }
  if (present.subnetId !== network.subnets.get(declared.subnet)?.id) return `it is not in ${declared.subnet}`;
  if (present.devices[declared.volume.device] === undefined) return 'it has no data volume';
  if (present.metadataEndpoint === 'disabled') return 'its metadata service is turned off';
  return undefined;
}
