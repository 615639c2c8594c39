import type { Agent } from 'node:https';
import type { ApplicationAccess } from '../applications/access';
import type { CloudConnection, CloudCredentials } from '../cloud/cloud-session';
import { connectCloud, type Cloud } from '../cloud/connect-cloud';
import type { Instance } from '../cloud/instances';
import type { Snapshot } from '../cloud/snapshots';
import type { Volume } from '../cloud/volumes';
import { connectBastion, type Bastion } from '../hosts/bastion';
import type { Host } from '../hosts/host';
import { httpsTunnel } from '../hosts/tunnel-agent';
import { seconds } from '../drill/time';
import type { MonitorAccess } from '../monitoring/monitor';
import { instanceNamed, type Environment } from './environment';
import {
  environmentFolder,
  readEnvironmentState,
  writeEnvironmentState,
  type EnvironmentState,
  type HostState,
} from './environment-state';
import { loginUser, writeOperatorFiles } from './operator-files';
import { readEnvironment } from './read-environment';
import { openSecrets, type PasswordName, type Secrets } from './secrets';

export interface EnvironmentAccess {
  /** `.firedrill` of the checkout. */
  readonly stateFolder: string;
  readonly connection: Omit<CloudConnection, 'environment' | 'credentials'> & {
    readonly credentials?: CloudCredentials;
  };
}

const DATA = { 'firedrill:volume': 'data' };

/** An environment with its connections. Whoever opens it closes it. */
export class OpenEnvironment {
  /** As its file has it, but protected also where it was provisioned as protected. */
  readonly environment: Environment;
  private current: EnvironmentState;
  private bastionConnection: { readonly bastion: Bastion; readonly key: string } | undefined;
  private agent: Agent | undefined;

  constructor(
    declared: Environment,
    readonly access: EnvironmentAccess,
    readonly cloud: Cloud,
    readonly secrets: Secrets,
    state: EnvironmentState,
  ) {
    this.current = state;
    this.environment = { ...declared, protected: declared.protected || state.protected === true };
  }

  get name(): string {
    return this.environment.name;
  }

  get state(): EnvironmentState {
    return this.current;
  }

  /** Remembers, on disk before anything goes on. */
  remember(change: Partial<EnvironmentState>): void {
    this.current = { ...this.current, ...change };
    writeEnvironmentState(this.access.stateFolder, this.name, this.current);
    writeOperatorFiles(this.environment, this.access, this.current);
  }

  rememberHost(name: string, host: HostState): void {
    this.remember({ hosts: { ...this.current.hosts, [name]: host } });
  }

  get bastion(): Bastion {
    const { instance, port } = this.environment.access.ssh;
    const publicAddress = this.publicAddress(instance);
    const { hostKey } = this.hostState(instance);
    const { privateKey, publicKey } = this.secrets.adminKey;
    const key = `${publicAddress} ${hostKey} ${publicKey}`;
    if (this.bastionConnection?.key !== key) {
      this.bastionConnection?.bastion.close();
      const bastion = connectBastion({
        address: publicAddress,
        port,
        hostKey,
        username: loginUser,
        privateKey,
      });
      this.bastionConnection = { bastion, key };
    }
    return this.bastionConnection.bastion;
  }

  /** A shell on an instance, through the bastion; on the bastion itself, directly. */
  host(name: string): Host {
    const { address } = instanceNamed(this.environment, name);
    if (name === this.environment.access.ssh.instance) return this.bastion.self;
    return this.bastion.host(address, this.hostState(name).hostKey, name);
  }

  /** Where an instance is reached from outside; throws for one that has no public address. */
  publicAddress(name: string): string {
    const { publicAddress } = this.hostState(name);
    if (publicAddress === undefined) throw new Error(`${name} of ${this.name} has no public address`);
    return publicAddress;
  }

  /** `ssh-ed25519 AAAA…`, as the instance's console had it when it was brought up. */
  hostKey(name: string): string {
    return this.hostState(name).hostKey;
  }

  /** The instance of that name, which must be there exactly once. */
  async instance(name: string, signal: AbortSignal): Promise<Instance> {
    return this.instanceAmong(await this.cloud.instances.find({ Name: name }, signal), name);
  }

  /** The same, among what was found already. */
  instanceAmong(instances: readonly Instance[], name: string): Instance {
    const found = instances.filter(({ tags, state }) => tags['Name'] === name && state !== 'shutting-down');
    return this.only(found, `instance named ${name}`);
  }

  /** The volume that holds an instance's data, by its tags, whatever it is attached to. */
  async dataVolume(name: string, signal: AbortSignal): Promise<Volume> {
    return this.dataVolumeAmong(await this.cloud.volumes.find({ Name: name, ...DATA }, signal), name);
  }

  /** Every data volume; see `dataVolumeAmong`. */
  dataVolumes(signal: AbortSignal): Promise<readonly Volume[]> {
    return this.cloud.volumes.find(DATA, signal);
  }

  /** The same as `dataVolume`, among what was found already. */
  dataVolumeAmong(volumes: readonly Volume[], name: string): Volume {
    const found = volumes.filter(({ tags, state }) => tags['Name'] === name && !state.startsWith('delet'));
    return this.only(found, `data volume of ${name}`);
  }

  /** The last completed snapshot of an instance's data volume. */
  async lastSnapshot(name: string, signal: AbortSignal): Promise<Snapshot> {
    const found = await this.cloud.snapshots.find({ 'firedrill:instance': name }, signal);
    const [last] = found
      .filter(({ state }) => state === 'completed')
      .sort((one, other) => other.startedAt.localeCompare(one.startedAt));
    if (last === undefined) throw new Error(`${name} of ${this.name} has no completed snapshot`);
    return last;
  }

  /** Seconds since the epoch of the golden snapshot, the last one that every data volume has. */
  lastSnapshotAt(): number {
    const { golden } = this.current;
    if (golden === undefined) throw new Error(`${this.name} has no golden snapshot yet`);
    return Date.parse(golden.takenAt) / 1000;
  }

  /** The applications through the web server, as a user of the directory. */
  applicationAccess(user: 'workload' | 'admin' | 'legacy' = 'workload'): ApplicationAccess {
    const { https } = this.environment.access;
    return {
      address: this.publicAddress(https.instance),
      port: https.port,
      hostname: https.hostname,
      ca: this.secrets.authorityCertificate,
      username: user,
      password: this.secrets.password(`user.${user}` satisfies PasswordName),
    };
  }

  /** The monitor's API, by a tunnel through the bastion. */
  monitorAccess(): MonitorAccess {
    const { name, address } = instanceNamed(this.environment, this.environment.monitoring.instance);
    const ca = this.secrets.authorityCertificate;
    this.agent ??= httpsTunnel((to, port, signal) => this.bastion.forward(to, port, signal), {
      ca,
      servername: name,
    });
    return {
      address,
      port: 443,
      hostname: name,
      ca,
      username: 'admin',
      password: this.secrets.password('monitor.admin'),
      agent: this.agent,
      requestTimeout: seconds(10),
    };
  }

  close(): void {
    this.agent?.destroy();
    this.bastionConnection?.bastion.close();
    this.cloud.close();
  }

  private only<Found extends { readonly id: string; readonly state: string }>(
    found: readonly Found[],
    subject: string,
  ): Found {
    const [one, ...others] = found;
    if (one !== undefined && others.length === 0) return one;
    const seen = found.map(({ id, state }) => `${id} ${state}`).join(', ') || 'none';
    throw new Error(`expected one ${subject} in ${this.name}, found ${seen}`);
  }

  private hostState(name: string): HostState {
    const found = this.current.hosts[name];
    if (found === undefined) throw new Error(`${name} of ${this.name} has not been brought up from here yet`);
    return found;
  }
}

/** Opens an environment that was provisioned from this checkout. No connection is made before the first use. */
export async function openEnvironment(name: string, access: EnvironmentAccess): Promise<OpenEnvironment> {
  const state = readEnvironmentState(access.stateFolder, name);
  if (state === undefined) throw new Error(`${name} is not up: run "firedrill up ${name}" first`);
  const environment = readEnvironment(state.file);
  const secrets = await openSecrets(environment, environmentFolder(access.stateFolder, name));
  const cloud = connectCloud({ ...access.connection, environment: name });
  return new OpenEnvironment(environment, access, cloud, secrets, state);
}
