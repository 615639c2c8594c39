import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import type { CloudConnection } from '../cloud/cloud-session';
import { connectCloud, type Cloud } from '../cloud/connect-cloud';
import type { ImageId, SecurityGroupId, SubnetId } from '../cloud/ids';
import { untilImage, untilInstance } from '../cloud/until-state';
import { milliseconds, minutes, seconds } from '../drill/time';
import { waitUntil } from '../drill/wait-until';
import { directHost } from '../hosts/bastion';
import type { Host } from '../hosts/host';
import { CommandFailed, mustRun } from '../hosts/shell';
import { fetchNpmPackage } from '../../fixtures/node/npm-package';
import { officialNodeFor } from '../../fixtures/node/official-node';
import { untilBooted } from './first-boot';
import { imageRecipeNames, readImageRecipe, type ImageRecipe } from './image-recipe';
import { imageInputsTag, imageRoleTag, imagesEnvironment, imageVersionTag } from './images-environment';
import { sshKeyPair, type SshKeyPair } from './keys';
import { startStopwatch, type Progress } from './stopwatch';
import { tarArchive } from './tar-archive';
import { all, limitTo } from './turns';

export interface ImageBuild {
  readonly connection: Omit<CloudConnection, 'environment'>;
  /** `.firedrill`; the builders' key is kept in its `images/keys`. */
  readonly stateFolder: string;
  /** Where sshd is reached on a public address: 22, or what the cloud translates to it. */
  readonly sshPort: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

interface BuildSite {
  readonly build: ImageBuild;
  readonly cloud: Cloud;
  readonly key: SshKeyPair;
  readonly subnetId: SubnetId;
  readonly securityGroupId: SecurityGroupId;
}

interface BuiltImage {
  readonly id: ImageId;
  /** Hash of all that it was made of, its parent's included. */
  readonly inputs: string;
}

const keyName = 'firedrill-images';
const debian = '136693071363';
/** Builders install packages: more at once than a small machine has cores gain nothing, and each takes a public address. */
const parallelism = 2;

/** Builds every image of `fixtures/images` that is not there with the same inputs; image ids by recipe name. */
export async function buildImages(build: ImageBuild): Promise<ReadonlyMap<string, ImageId>> {
  const { signal, progress } = build;
  // Several builds wait at once.
  setMaxListeners(0, signal);
  const cloud = connectCloud({ ...build.connection, environment: imagesEnvironment });
  try {
    const names = imageRecipeNames();
    const key = await sshKeyPair(join(build.stateFolder, 'images', 'keys'), 'builder');
    const oneAtATime = limitTo(parallelism);
    let site: Promise<BuildSite> | undefined;
    const built = new Map<string, Promise<BuiltImage>>();

    const imageOf = (name: string, wantedBy?: string): Promise<BuiltImage> => {
      const known = built.get(name);
      if (known !== undefined) return known;
      const made = names.includes(name) ? fromRecipe(name) : publicImage(cloud, name, wantedBy, signal);
      made.catch(() => undefined);
      built.set(name, made);
      return made;
    };
    const fromRecipe = async (name: string): Promise<BuiltImage> => {
      const recipe = await readImageRecipe(name);
      const parent = await imageOf(recipe.parent, recipe.name);
      const inputs = createHash('sha256').update(`${parent.inputs} ${recipe.inputs}`).digest('hex');
      const [found] = await cloud.images.find({ [imageInputsTag]: inputs }, signal);
      if (found?.state === 'available') return { id: found.id, inputs };
      site ??= prepareSite(build, cloud, key);
      const ready = await site;
      return oneAtATime(async () => {
        signal.throwIfAborted();
        const elapsed = startStopwatch();
        progress(`image ${recipe.name}: building`);
        const id = await buildImage(ready, recipe, parent.id, inputs);
        progress(`image ${recipe.name}: built in ${elapsed()} (${id})`);
        return { id, inputs };
      });
    };

    const images = await all(names.map(async (name) => [name, (await imageOf(name)).id] as const));
    if (site === undefined) progress(`images: all ${String(images.length)} are there with the same inputs`);
    return new Map(images);
  } finally {
    cloud.close();
  }
}

async function publicImage(
  cloud: Cloud,
  name: string,
  wantedBy: string | undefined,
  signal: AbortSignal,
): Promise<BuiltImage> {
  const image = await cloud.images.newestPublic(debian, `${name}*`, signal);
  if (image === undefined) {
    throw new Error(
      `image ${wantedBy ?? ''}: its parent "${name}" is neither in fixtures/images nor a public image of Debian's`,
    );
  }
  return { id: image.id, inputs: `${image.name} ${image.id}` };
}

async function prepareSite(build: ImageBuild, cloud: Cloud, key: SshKeyPair): Promise<BuildSite> {
  const { signal } = build;
  const vpcId = await cloud.network.ensureVpc('10.70.0.0/16', signal);
  const subnet = await cloud.network.ensureSubnet(vpcId, 'build', '10.70.0.0/24', signal);
  await cloud.network.ensureInternet(vpcId, [subnet.id], signal);
  const group = await cloud.securityGroups.ensure(vpcId, 'image-builders', 'SSH to image builders', signal);
  await cloud.securityGroups.setIngress(group, [{ port: 22, from: { cidr: '0.0.0.0/0' } }], signal);
  await cloud.keyPairs.ensure(keyName, key.publicKey, signal);
  // What an interrupted build left behind holds a public address.
  const left = await cloud.instances.find({}, signal);
  await cloud.instances.terminate(
    left.filter(({ state }) => state !== 'shutting-down').map(({ id }) => id),
    'cut',
    signal,
  );
  return { build, cloud, key, subnetId: subnet.id, securityGroupId: group.id };
}

async function buildImage(
  { build, cloud, key, subnetId, securityGroupId }: BuildSite,
  recipe: ImageRecipe,
  parent: ImageId,
  inputs: string,
): Promise<ImageId> {
  const { signal } = build;
  const name = `build-${recipe.name}`;
  const { id } = await cloud.instances.run(
    {
      name,
      imageId: parent,
      type: 't3.small',
      subnetId,
      public: true,
      securityGroupIds: [securityGroupId],
      keyName,
      tags: {},
    },
    signal,
  );
  let host: Host | undefined;
  try {
    const { instance, hostKey } = await untilBooted(cloud.instances, id, name, minutes(5), signal);
    host = directHost(
      {
        address: instance.publicAddress ?? '',
        port: build.sshPort,
        username: 'admin',
        privateKey: key.privateKey,
        hostKey,
      },
      name,
    );
    await install(host, recipe, signal);
    host.close();
    await cloud.instances.stop(id, 'shutdown', signal);
    await untilInstance(cloud.instances, id, 'stopped', { deadline: minutes(5), signal });
    const tags = {
      [imageInputsTag]: inputs,
      [imageRoleTag]: recipe.role,
      ...(recipe.version === undefined ? {} : { [imageVersionTag]: recipe.version }),
    };
    const imageName = `firedrill-${recipe.name}-${inputs.slice(0, 12)}`;
    const image = await cloud.images.create(id, imageName, tags, signal);
    await untilImage(cloud.images, image, { deadline: minutes(20), signal });
    return image;
  } finally {
    host?.close();
    // Its own time budget: an aborted build must not leave an instance behind.
    await cloud.instances.terminate([id], 'cut', AbortSignal.timeout(seconds(60)));
  }
}

async function install(host: Host, recipe: ImageRecipe, signal: AbortSignal): Promise<void> {
  await waitUntil({
    subject: `${host.name} to finish its first boot`,
    deadline: minutes(3),
    interval: milliseconds(300),
    attempt: minutes(2),
    signal,
    observe: async (attempt) => {
      const options = { signal: attempt, timeout: minutes(2) };
      const { code, stdout } = await host.run('cloud-init status --wait', options);
      // 2 is "done, with warnings that it recovered from".
      return code === 0 || code === 2 ? { value: true } : { seen: stdout.trim() };
    },
  });
  const folder = '/opt/firedrill/install';
  await host.uploadArchive(folder, recipe.archive, signal);
  if (recipe.node !== undefined) {
    const machine = await mustRun(host, 'uname -m', { signal, timeout: seconds(20) });
    const content = await fetchNpmPackage(officialNodeFor(machine.trim()));
    await host.uploadArchive(folder, tarArchive([{ path: recipe.node, content, mode: 0o644 }]), signal);
  }
  const options = { signal, timeout: minutes(15), sudo: true };
  const result = await host.run('cd /opt/firedrill/install && sh -e install.sh 2>&1', options);
  if (result.code !== 0) {
    const lines = result.stdout.trim().split('\n').slice(-30).join('\n  ');
    throw new Error(
      `image ${recipe.name}: install.sh ended with ${String(result.code)}; its last lines:\n  ${lines}`,
      {
        cause: new CommandFailed(host.name, 'install.sh', result),
      },
    );
  }
  // Whoever runs the image brings keys of their own, and what cloud-init was told here is of no use to it.
  await mustRun(
    host,
    'rm -rf /opt/firedrill/install /root/.ssh/authorized_keys /home/*/.ssh/authorized_keys && cloud-init clean && sync',
    { signal, timeout: minutes(1), sudo: true },
  );
}
