import { setMaxListeners } from 'node:events';
import { connectCloud } from '../cloud/connect-cloud';
import type { ImageId } from '../cloud/ids';
import { milliseconds, minutes } from '../drill/time';
import { roleSoftware } from './role-software';
import { mustRun, quote } from '../hosts/shell';
import { unitState } from '../hosts/unit-state';
import { protect, protectionOf } from '../safety/protection';
import { revertLeases } from '../safety/revert-leases';
import { bringUpInstance } from './bring-up-instance';
import { renderConfiguration, revisionOf } from './configuration';
import { configurationArchive } from './configuration-archive';
import { instanceNamed, roles, type Environment, type InstanceDeclaration } from './environment';
import { ensureNetwork, type EnvironmentNetwork } from './environment-network';
import { importConfiguration } from './import-configuration';
import { environmentFolder, readEnvironmentState } from './environment-state';
import { imageOf } from './image-of-instance';
import { imagesToProvision } from './images-to-provision';
import { untilInitialised, untilReachable, updateContext } from './initialise';
import { goldenFits } from './golden-fits';
import { takeGoldenSnapshot } from './golden-snapshot';
import { keyPairName, userDataOf } from './launch-instance';
import { OpenEnvironment, type EnvironmentAccess } from './open-environment';
import { openSecrets } from './secrets';
import { restoreGoldenSnapshot } from './restore-golden-snapshot';
import { restoreIfHeld } from './restore-if-held';
import { seedEnvironment } from './seed-environment';
import { startApplications } from './start-applications';
import { systemFindings, untilMonitored, untilSteady } from './steady-state';
import { startStopwatch, type Progress } from './stopwatch';
import { all } from './turns';

export interface Provisioning extends EnvironmentAccess {
  /** The environment file's name, remembered for `openEnvironment`. */
  readonly file: string;
  /** By recipe, from `buildImages`. An instance to which another was promoted keeps that. */
  readonly images: ReadonlyMap<string, ImageId>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** How long the monitor may take to have seen everything whole. */
const steadyDeadline = minutes(2);

/**
 * Brings the environment up: network, instances, configuration, step 1 (init) on all, step 2 (applications) in the
 * order of their dependencies, content, golden snapshot, steady state. What is there and right is left as it is, so that it can be repeated at any time.
 * The caller closes what it gets.
 */
export async function provision(environment: Environment, options: Provisioning): Promise<OpenEnvironment> {
  const { images, progress, signal } = options;
  const access = { stateFolder: options.stateFolder, connection: options.connection };
  // All instances wait at once.
  setMaxListeners(0, signal);
  const secrets = await openSecrets(environment, environmentFolder(access.stateFolder, environment.name));
  const cloud = connectCloud({ ...access.connection, environment: environment.name });
  const files = renderConfiguration(environment);
  const revision = revisionOf(files);
  const before = readEnvironmentState(access.stateFolder, environment.name);
  const isProtected = environment.protected || before?.protected === true;
  const open = new OpenEnvironment(environment, access, cloud, secrets, {
    hosts: {},
    ...before,
    version: 1,
    file: options.file,
    protected: isProtected,
    endpoint: access.connection.endpoint,
    revision: before?.revision ?? revision,
    images: imagesToProvision(isProtected, before?.images, images),
  });
  try {
    open.remember({});
    await restoreIfHeld(open, progress, signal);
    open.remember({ revision });
    const networkElapsed = startStopwatch();
    const network = await ensureNetwork(environment, cloud, signal);
    if (open.environment.protected) await protect(cloud, network.vpcId, signal);
    await cloud.keyPairs.ensure(keyPairName(environment.name), secrets.adminKey.publicKey, signal);
    progress(`network: ${network.vpcId} with ${String(network.subnets.size)} subnets in ${networkElapsed()}`);

    const instancesElapsed = startStopwatch();
    const step = new Step1(open, network, revision, progress, signal);
    const bastion = instanceNamed(environment, environment.access.ssh.instance);
    await step.boot(bastion);
    const own = roles.filter((role) => environment.instances.some((instance) => instance.role === role));
    const bringRevision = (): Promise<void> =>
      importConfiguration(open, configurationArchive(files, secrets, own), revision, signal);
    await bringRevision();
    await step.initialise(bastion);
    const others = environment.instances.filter(({ name }) => name !== bastion.name);
    await all(
      others.map(async (instance) => {
        await step.boot(instance);
        await step.initialise(instance);
      }),
    );
    progress(`step 1: all ${String(environment.instances.length)} initialised in ${instancesElapsed()}`);

    await serve(open, bringRevision, progress, signal);
    return open;
  } catch (error) {
    open.close();
    throw error;
  }
}

/**
 * Step 2. An environment that is steady is left alone. One that is not, because its instances were just started or a
 * drill broke off, goes back to its golden snapshot: what a cut of power left is nothing to build on. Only a protected
 * one is never brought back to a snapshot: its applications are started on what is there. Where there is no snapshot
 * that fits, the applications are started, the content is written, and the snapshot taken. One of other images is gone back to,
 * and taken anew.
 */
async function serve(
  open: OpenEnvironment,
  bringRevision: () => Promise<void>,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const elapsed = startStopwatch();
  const golden = goldenFits(open);
  if (golden === 'not') {
    await removeStaleFiles(open, signal);
    await startApplications(open, progress, signal);
    progress(`step 2: all applications answer in ${elapsed()}`);
    await seedEnvironment(open, progress, signal);
    await takeGoldenSnapshot(open, progress, signal);
  } else if (
    golden === 'other-images' ||
    (await systemFindings(open, signal)).length > 0 ||
    !(await monitored(open, signal))
  ) {
    const { did } = await revertLeases(open, signal);
    for (const sentence of did) progress(sentence);
    if ((await protectionOf(open, signal)).length > 0) {
      await removeStaleFiles(open, signal);
      await startApplications(open, progress, signal);
    } else {
      await restoreGoldenSnapshot(open, progress, signal);
      if (golden === 'other-images') {
        await bringRevision();
        await takeGoldenSnapshot(open, progress, signal);
      }
    }
  }
  await untilSteady(open, steadyDeadline, signal);
  progress(`${open.name} is steady after ${elapsed()}`);
}

/** The monitor may not have polled everything since a reset a moment ago; what it still says after that is so. */
const monitored = (open: OpenEnvironment, signal: AbortSignal): Promise<boolean> =>
  untilMonitored(open, milliseconds(10 * open.environment.monitoring.pollInterval), signal).then(
    () => true,
    () => {
      signal.throwIfAborted();
      return false;
    },
  );

/** A lock file on the volume of an application that does not run was left by a process that is gone. */
async function removeStaleFiles(open: OpenEnvironment, signal: AbortSignal): Promise<void> {
  await all(
    open.environment.instances.map(async ({ name, role }) => {
      const { unit, staleFiles } = roleSoftware[role];
      if (staleFiles.length === 0) return;
      const host = open.host(name);
      if ((await unitState(host, unit, { signal })).ActiveState === 'active') return;
      const command = `rm -f -- ${staleFiles.map(quote).join(' ')}`;
      await mustRun(host, command, { signal, timeout: minutes(1), sudo: true });
    }),
  );
}

/** Step 1 of one instance after the other: boot, then init. */
class Step1 {
  constructor(
    private readonly open: OpenEnvironment,
    private readonly network: EnvironmentNetwork,
    private readonly revision: string,
    private readonly progress: Progress,
    private readonly signal: AbortSignal,
  ) {}

  async boot(instance: InstanceDeclaration): Promise<void> {
    const { open, network, progress, signal } = this;
    const imageId = imageOf(open, instance);
    const userData = userDataOf(open, instance, this.revision);
    const isNew = await bringUpInstance(instance, { open, network, imageId, userData, progress }, signal);
    if (isNew) return;
    const host = open.host(instance.name);
    await untilReachable(open.environment, host, signal);
    await updateContext(host, userData, signal);
  }

  async initialise(instance: InstanceDeclaration): Promise<void> {
    const elapsed = startStopwatch();
    const host = this.open.host(instance.name);
    await untilInitialised(this.open.environment, host, instance.name, this.revision, this.signal);
    this.progress(`${instance.name}: initialised at ${this.revision} after ${elapsed()}`);
  }
}
