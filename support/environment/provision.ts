import { connectCloud } from '../cloud/connect-cloud';
import type { ImageId } from '../cloud/ids';
import { minutes, seconds } from '../drill/time';
import { waitUntil } from '../drill/wait-until';
import { mustRun } from '../hosts/shell';
import { bringUpInstance } from './bring-up-instance';
import { renderConfiguration, revisionOf } from './configuration';
import { configurationArchive } from './configuration-archive';
import { instanceNamed, type Environment, type InstanceDeclaration } from './environment';
import { ensureNetwork, type EnvironmentNetwork } from './environment-network';
import { environmentFolder, readEnvironmentState } from './environment-state';
import { updateContext, untilInitialised } from './initialise';
import { keyPairName, userDataOf } from './launch-instance';
import { OpenEnvironment, type EnvironmentAccess } from './open-environment';
import { openSecrets } from './secrets';
import { startApplications } from './start-applications';
import { startStopwatch, type Progress } from './stopwatch';
import { all } from './turns';

export interface Provisioning extends EnvironmentAccess {
  /** The environment file's name, remembered for `openEnvironment`. */
  readonly file: string;
  /** By role, from `buildImages`. */
  readonly images: ReadonlyMap<string, ImageId>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * Brings the environment up: network, instances, configuration, step 1 (init) on all, step 2 (applications) in the
 * order of their dependencies. What is there and right is left as it is, so that it can be repeated at any time.
 * The caller closes what it gets.
 */
export async function provision(environment: Environment, options: Provisioning): Promise<OpenEnvironment> {
  const { access, images, progress, signal } = { access: options, ...options };
  const secrets = await openSecrets(environment, environmentFolder(access.stateFolder, environment.name));
  const cloud = connectCloud({ ...access.connection, environment: environment.name });
  const files = renderConfiguration(environment);
  const revision = revisionOf(files);
  const before = readEnvironmentState(access.stateFolder, environment.name);
  const open = new OpenEnvironment(environment, access, cloud, secrets, {
    hosts: {},
    ...before,
    version: 1,
    file: options.file,
    endpoint: access.connection.endpoint,
    revision,
    images: Object.fromEntries(images),
  });
  try {
    open.remember({});
    const networkElapsed = startStopwatch();
    const network = await ensureNetwork(environment, cloud, signal);
    await cloud.keyPairs.ensure(keyPairName(environment.name), secrets.adminKey.publicKey, signal);
    progress(`network: ${network.vpcId} with ${String(network.subnets.size)} subnets in ${networkElapsed()}`);

    const instancesElapsed = startStopwatch();
    const step = new Step1(open, network, images, revision, progress, signal);
    const bastion = instanceNamed(environment, environment.access.ssh.instance);
    await step.boot(bastion);
    await importConfiguration(open, configurationArchive(files, secrets), revision, signal);
    await step.initialise(bastion);
    const others = environment.instances.filter(({ name }) => name !== bastion.name);
    await all(
      others.map(async (instance) => {
        await step.boot(instance);
        await step.initialise(instance);
      }),
    );
    progress(`step 1: all ${String(environment.instances.length)} initialised in ${instancesElapsed()}`);

    const applicationsElapsed = startStopwatch();
    await startApplications(open, progress, signal);
    progress(`step 2: all applications answer in ${applicationsElapsed()}`);
    return open;
  } catch (error) {
    open.close();
    throw error;
  }
}

/** Step 1 of one instance after the other: boot, then init. */
class Step1 {
  constructor(
    private readonly open: OpenEnvironment,
    private readonly network: EnvironmentNetwork,
    private readonly images: ReadonlyMap<string, ImageId>,
    private readonly revision: string,
    private readonly progress: Progress,
    private readonly signal: AbortSignal,
  ) {}

  async boot(instance: InstanceDeclaration): Promise<void> {
    const { open, network, progress, signal } = this;
    const imageId = this.images.get(instance.role);
    if (imageId === undefined) throw new Error(`there is no image of role ${instance.role}`);
    const userData = userDataOf(open, instance, this.revision);
    const isNew = await bringUpInstance(instance, { open, network, imageId, userData, progress }, signal);
    if (!isNew) await updateContext(open.host(instance.name), userData, signal);
  }

  async initialise(instance: InstanceDeclaration): Promise<void> {
    const elapsed = startStopwatch();
    const host = this.open.host(instance.name);
    await untilInitialised(this.open.environment, host, instance.name, this.revision, this.signal);
    this.progress(`${instance.name}: initialised at ${this.revision} after ${elapsed()}`);
  }
}

/** Hands the bastion what every host fetches. The archive holds secrets and goes by standard input. */
async function importConfiguration(
  open: OpenEnvironment,
  archive: Buffer,
  revision: string,
  signal: AbortSignal,
): Promise<void> {
  const host = open.bastion.self;
  await reachable(open, signal);
  await mustRun(host, `/opt/firedrill/bin/import-configuration ${revision}`, {
    signal,
    timeout: minutes(4),
    input: archive,
    sudo: true,
  });
}

async function reachable(open: OpenEnvironment, signal: AbortSignal): Promise<void> {
  await waitUntil({
    subject: `the bastion of ${open.name} to let us in`,
    deadline: open.environment.startup.init.deadline,
    interval: seconds(0.3),
    attempt: seconds(20),
    signal,
    observe: async (attempt) => {
      await open.bastion.self.run('true', { signal: attempt, timeout: seconds(10) });
      return { value: true };
    },
  });
}
