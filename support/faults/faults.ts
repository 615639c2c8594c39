import { z } from 'zod';
import type { SecurityGroupId } from '../cloud/ids';
import type { NetworkAcl } from '../cloud/network-acls';
import type { Fault } from '../drill/fault';
import { minutes, seconds } from '../drill/time';
import {
  instanceNamed,
  instanceOfRole,
  type Environment,
  type InstanceDeclaration,
} from '../environment/environment';
import { NRPE } from '../environment/firewall';
import { contains, parseAddress, parseCidr } from '../environment/ipv4';
import { loginUser } from '../environment/operator-files';
import { protectionHere, refuseFor } from '../safety/protection';
import { addAccount } from './add-account';
import { alterFile } from './alter-file';
import { alterationNames, alterations } from './alterations';
import type { Attacker } from './attack-unit';
import { blackholePort } from './blackhole-port';
import { blockNetwork } from './block-network';
import { breakBoot } from './break-boot';
import { changeConfiguration } from './change-configuration';
import { changeMonitorMap } from './change-monitor-map';
import { tryConnection, type Witness } from './connection';
import { corruptFiles } from './corrupt-files';
import { cutPower } from './cut-power';
import { damageDatabase } from './damage-database';
import { deleteVolume } from './delete-volume';
import { deleteWithBackups } from './delete-with-backups';
import { damageIndex } from './damage-index';
import { denyFileAccess } from './deny-file-access';
import { detachVolume } from './detach-volume';
import { disruptConnectivity } from './disrupt-connectivity';
import { driftConfiguration } from './drift-configuration';
import { dropTable } from './drop-table';
import { encryptFiles } from './encrypt-files';
import type { FaultContext } from './fault-context';
import { fillVolume } from './fill-volume';
import { guessPasswords } from './guess-passwords';
import { guessSshKeys } from './guess-ssh-keys';
import { hangApplication } from './hang-application';
import { hangInstance } from './hang-instance';
import { isolateInstance } from './isolate-instance';
import { installBadVersion } from './install-bad-version';
import { holdConnections } from './hold-connections';
import { killApplication } from './kill-application';
import { limitBandwidth } from './limit-bandwidth';
import { losePackets } from './lose-packets';
import { misdirectName } from './misdirect-name';
import { noOp } from './no-op';
import { openPort } from './open-port';
import { pauseVolumeIo } from './pause-volume-io';
import { restartAfterCrash } from './restart-after-crash';
import { plantBackDoor } from './plant-back-door';
import { revokeIngress } from './revoke-ingress';
import { roleSoftware } from './role-software';
import { shutDownFileSystem } from './shut-down-file-system';
import { identifier } from './sql-identifier';
import { sshGreeting } from './ssh-greeting';
import { stopInstance } from './stop-instance';
import { terminateInstance } from './terminate-instance';
import { unmountVolume } from './unmount-volume';

const SSH = 22;

/** A fault as a failure scenario names it. */
export interface FaultOrder {
  readonly name: string;
  /** The instance that it breaks. */
  readonly target: string;
  readonly parameters: Readonly<Record<string, string>>;
}

type Parameters = FaultOrder['parameters'];

interface Maker {
  /** Reads the parameters; throws a ZodError for others than it takes. */
  readonly parameters: z.ZodType;
  make(context: FaultContext, target: InstanceDeclaration, parameters: never): Fault;
}

const wholeNumber = z
  .string()
  .regex(/^[1-9]\d*$/, { error: 'expected a whole number' })
  .transform(Number);

/** Ties a fault's parameters to what makes it of them. */
const maker = <P>(
  parameters: z.ZodType<P>,
  make: (context: FaultContext, target: InstanceDeclaration, parameters: P) => Fault,
): Maker => ({ parameters, make });

const none = z.strictObject({});

const makers: Readonly<Record<string, Maker>> = {
  'kill-application': maker(none, (context, target) =>
    killApplication({ ...onVolume(context, target), ...roleSoftware[target.role] }),
  ),

  'hang-application': maker(none, (context, target) =>
    hangApplication({ ...onHost(context, target), ...roleSoftware[target.role] }),
  ),

  'restart-after-crash': maker(none, (context, target) => {
    const { status, staleFiles, unit } = roleSoftware[target.role];
    if (status === undefined || staleFiles.length === 0)
      throw new Error(`${target.name} has no lock that outlives its process`);
    return restartAfterCrash({ ...onVolume(context, target), unit, staleFiles, status });
  }),

  'drift-configuration': maker(none, (context, target) => {
    const { drift, ...software } = roleSoftware[target.role];
    if (drift === undefined)
      throw new Error(
        `the configuration repository has no file of ${target.name}'s software that it would take changed`,
      );
    return driftConfiguration({
      ...onVolume(context, target),
      ...software,
      drift,
      witness: witness(context, admitted(context, target, firstPort(target))),
    });
  }),

  'install-bad-version': maker(none, (context, target) => {
    const { program, ...software } = roleSoftware[target.role];
    if (program === undefined) throw new Error(`${target.name} runs no program that is updated by itself`);
    return installBadVersion({ ...onVolume(context, target), ...software, program });
  }),

  'change-configuration': maker(none, (context, target) => changeConfiguration(configured(context, target))),

  'damage-index': maker(none, (context, target) => {
    const { index } = roleSoftware[target.role];
    if (index === undefined) throw new Error(`${target.name} has no search index of its own`);
    return damageIndex({
      ...onVolume(context, target),
      folder: index.folder,
      environmentLease: context.environmentLease,
    });
  }),

  'fill-volume': maker(none, (context, target) =>
    fillVolume({ ...onVolume(context, target), ...roleSoftware[target.role] }),
  ),

  'deny-file-access': maker(none, (context, target) =>
    denyFileAccess({ ...onVolume(context, target), ...roleSoftware[target.role] }),
  ),

  'unmount-volume': maker(none, (context, target) =>
    unmountVolume({ ...onVolume(context, target), ...roleSoftware[target.role] }),
  ),

  'corrupt-files': maker(z.strictObject({ files: wholeNumber }), (context, target, { files }) => {
    return corruptFiles({
      ...onContent(context, target),
      count: files,
      seed: context.seed,
      before: context.lastSnapshotAt(),
      environmentLease: context.environmentLease,
    });
  }),

  'encrypt-files': maker(none, (context, target) =>
    encryptFiles({ ...onContent(context, target), environmentLease: context.environmentLease }),
  ),

  'damage-database': maker(none, (context, target) => {
    const { databaseFile, unit } = roleSoftware[target.role];
    if (databaseFile === undefined) throw new Error(`${target.name} holds no database`);
    const { environmentLease } = context;
    return damageDatabase({ ...onVolume(context, target), unit, file: databaseFile, environmentLease });
  }),

  'drop-table': maker(
    z.strictObject({ database: identifier, table: identifier }),
    (context, target, { database, table }) =>
      dropTable({
        ...onVolume(context, target),
        database,
        table,
        environmentLease: context.environmentLease,
      }),
  ),

  'blackhole-port': maker(
    z.union([
      z.strictObject({ port: wholeNumber, from: z.string().exactOptional() }),
      z.strictObject({ port: z.literal('all'), seconds: wholeNumber }),
    ]),
    (context, target, { port, ...rest }) => {
      const askedAt = port === 'all' ? SSH : port;
      const from = 'from' in rest ? instanceNamed(context.environment, rest.from) : undefined;
      return blackholePort({
        ...onHost(context, target),
        address: target.address,
        port,
        ...(from === undefined ? {} : { from: { ...witness(context, from.name), address: from.address } }),
        ...('seconds' in rest ? { lasts: seconds(rest.seconds) } : {}),
        askedAt,
        witness: witness(context, admitted(context, target, askedAt, from?.name)),
      });
    },
  ),

  'network-packet-loss': maker(
    z.strictObject({ lossPercent: wholeNumber }),
    (context, target, { lossPercent }) =>
      losePackets({
        ...onHost(context, target),
        address: target.address,
        lossPercent,
        // Who pings it, and so is let in to.
        witness: witness(context, context.environment.monitoring.instance),
      }),
  ),

  'limit-bandwidth': maker(
    z.strictObject({ kilobitsPerSecond: wholeNumber }),
    (context, target, { kilobitsPerSecond }) =>
      limitBandwidth({ ...onHost(context, target), port: firstPort(target), kilobitsPerSecond }),
  ),

  'isolate-instance': maker(none, (context, target) => {
    const bastion = instanceOfRole(context.environment, 'bastion');
    if (target.name === bastion.name) throw new Error(`nobody would reach ${target.name} any more`);
    return isolateInstance({
      ...onHost(context, target),
      address: target.address,
      bastion: { ...witness(context, bastion.name), address: bastion.address },
      other: letsIn(context, target.name),
    });
  }),

  'block-network': maker(z.strictObject({ from: z.string() }), (context, target, { from }) => {
    const sender = instanceNamed(context.environment, from);
    const { monitoring } = context.environment;
    const watcher = monitoring.devices.length > 0 ? monitoring.instance : target.name;
    return blockNetwork({
      from: { ...onHost(context, sender), subnet: sender.subnet },
      to: { ...onHost(context, target), address: target.address, port: firstPort(target) },
      witness: witness(context, watcher),
      networkAcls: context.cloud.networkAcls,
      cloudLeases: context.cloud.leases,
      aclOf: (subnet, signal) => aclOf(context, subnet, signal),
    });
  }),

  'revoke-ingress': maker(none, (context, target) =>
    revokeIngress({
      ...onHost(context, target),
      address: target.address,
      port: firstPort(target),
      securityGroups: context.cloud.securityGroups,
      cloudLeases: context.cloud.leases,
      groupOf: (signal) => groupOf(context, target.name, signal),
      witness: witness(context, admitted(context, target, firstPort(target))),
    }),
  ),

  'stop-instance': maker(none, (context, target) =>
    stopInstance({
      ...inCloud(context, target),
      cloudLeases: context.cloud.leases,
      boot: context.environment.safety.boot,
    }),
  ),

  'cut-power': maker(none, (context, target) => cutPower(inCloud(context, target))),

  'terminate-instance': maker(
    z.strictObject({ with: z.string().exactOptional() }),
    (context, target, also) => {
      const others = also.with === undefined ? [] : [instanceNamed(context.environment, also.with)];
      return terminateInstance({
        struck: [target, ...others].map((each) => inCloud(context, each)),
        instances: context.cloud.instances,
        environmentLease: context.environmentLease,
      });
    },
  ),

  'hang-instance': maker(none, (context, target) =>
    hangInstance({
      ...onHost(context, target),
      address: target.address,
      witness: onBastion(context),
      environmentLease: context.environmentLease,
    }),
  ),

  'break-boot': maker(none, (context, target) =>
    breakBoot({
      ...onHost(context, target),
      instances: context.cloud.instances,
      accepts: async (signal) =>
        (await sshGreeting(onBastion(context).host, target.address, signal)) !== 'nothing',
      environmentLease: context.environmentLease,
    }),
  ),

  'delete-volume': maker(none, (context, target) =>
    deleteVolume({
      ...onVolume(context, target),
      volumes: context.cloud.volumes,
      dataVolume: (signal) => context.dataVolume(target.name, signal),
      environmentLease: context.environmentLease,
    }),
  ),

  'shut-down-file-system': maker(none, (context, target) =>
    shutDownFileSystem({ ...onVolume(context, target), ...roleSoftware[target.role] }),
  ),

  'misdirect-name': maker(
    z.strictObject({ name: z.string(), address: z.ipv4() }),
    (context, target, { name, address: wrong }) => {
      const { environment } = context;
      const to = instanceNamed(environment, name);
      if (!isNobodys(environment, wrong))
        throw new Error(`${wrong} is not an address of ${environment.name}'s network that no instance has`);
      return misdirectName({
        ...onHost(context, target),
        unit: roleSoftware[target.role].unit,
        name,
        address: to.address,
        port: firstPort(to),
        wrong,
      });
    },
  ),

  'disrupt-connectivity': maker(none, (context, target) => {
    const { environment } = context;
    const { subnet } = target;
    const others = environment.instances.filter(
      (each) => each.subnet === subnet && each.name !== target.name,
    );
    const bastion = onBastion(context);
    if (instanceNamed(environment, bastion.instance).subnet === subnet)
      throw new Error(`${subnet} is the bastion's own subnet: nobody would be left to put it back`);
    return disruptConnectivity({
      subnet,
      instances: [target, ...others].map(({ name, address }) => ({
        instance: name,
        address,
        named: namedIn(context, { name }),
      })),
      port: SSH,
      witness: bastion,
      networkAcls: context.cloud.networkAcls,
      cloudLeases: context.cloud.leases,
      aclOf: (of, signal) => aclOf(context, of, signal),
    });
  }),

  'change-monitor-map': maker(
    z.strictObject({ device: z.string(), port: wholeNumber }),
    (context, target, { device, port }) =>
      changeMonitorMap({
        ...onVolume(context, target),
        device,
        port,
        monitor: () => context.monitor(),
        environmentLease: context.environmentLease,
      }),
  ),

  'delete-with-backups': maker(
    z.strictObject({ and: z.string().transform((names) => names.split(' ')) }),
    (context, target, { and }) => {
      const { cloud, environment, environmentLease } = context;
      const names = [target.name, ...and].map((name) => instanceNamed(environment, name).name);
      return deleteWithBackups({
        names,
        ...cloud,
        dataVolume: (name, signal) => context.dataVolume(name, signal),
        answers: (name, signal) => answers(context, instanceNamed(environment, name), signal),
        environmentLease,
      });
    },
  ),

  'detach-volume': maker(none, (context, target) =>
    detachVolume({
      ...onVolume(context, target),
      ...roleSoftware[target.role],
      volumes: context.cloud.volumes,
      cloudLeases: context.cloud.leases,
      dataVolume: (signal) => context.dataVolume(target.name, signal),
    }),
  ),

  'pause-volume-io': maker(z.strictObject({ minutes: wholeNumber }), (context, target, parameters) =>
    pauseVolumeIo({
      ...onVolume(context, target),
      atMost: minutes(parameters.minutes),
      role: faultInjectionRole(context.environment),
      volumes: context.cloud.volumes,
      ioPauses: context.cloud.ioPauses,
      cloudLeases: context.cloud.leases,
      dataVolume: (signal) => context.dataVolume(target.name, signal),
    }),
  ),

  'guess-ssh-keys': maker(z.strictObject({ tries: wholeNumber }), (context, target, { tries }) =>
    guessSshKeys({
      ...onHost(context, target),
      address: target.address,
      attacker: attackerIn(context),
      tries,
    }),
  ),

  'guess-passwords': maker(z.strictObject({ tries: wholeNumber }), (context, target, { tries }) => {
    const { instance, hostname } = context.environment.access.https;
    const { address } = instanceNamed(context.environment, instance);
    const { logInPath: path } = roleSoftware[target.role];
    if (path === undefined) throw new Error(`${target.name} has no log-in of its own`);
    return guessPasswords({
      ...onHost(context, target),
      path,
      web: { instance, address, hostname, host: context.host(instance) },
      attacker: attackerIn(context),
      names: ['workload', 'monitor', 'admin'],
      tries,
      environmentLease: context.environmentLease,
    });
  }),

  'hold-connections': maker(
    z.strictObject({ connections: wholeNumber }),
    (context, target, { connections }) =>
      holdConnections({
        ...onHost(context, target),
        address: target.address,
        port: firstPort(target),
        attacker: attackerIn(context),
        connections,
      }),
  ),

  'plant-back-door': maker(none, (context, target) => {
    const bastion = instanceOfRole(context.environment, 'bastion');
    return plantBackDoor({
      ...onHost(context, target),
      address: target.address,
      attacker: attackerIn(context),
      bastion: { address: bastion.address, host: context.host(bastion.name) },
      user: loginUser,
      stolenKey: () => context.administratorKey(),
      instances: context.cloud.instances,
      tags: context.cloud.tags,
      environmentLease: context.environmentLease,
    });
  }),

  'alter-file': maker(z.strictObject({ change: z.enum(alterationNames) }), (context, target, { change }) => {
    const alteration = alterations[change];
    if (alteration.role !== target.role) throw new Error(`${change} is nothing of ${target.name}`);
    return alterFile({
      ...onHost(context, target),
      address: target.address,
      alteration,
      witness: witness(context, context.environment.monitoring.instance),
    });
  }),

  'open-port': maker(z.strictObject({ port: wholeNumber }), (context, target, { port }) =>
    openPort({ ...onHost(context, target), port }),
  ),

  'add-account': maker(z.strictObject({ account: identifier }), (context, target, { account }) =>
    addAccount({ ...onVolume(context, target), account, environmentLease: context.environmentLease }),
  ),

  'no-op': maker(none, (context, target) => noOp(target.name, namedIn(context, target))),
};

export const faultNames: readonly string[] = Object.keys(makers);

/** Makes a fault; nothing is touched. Throws for an unknown fault, instance or parameter, and on a protected environment. */
export function makeFault(context: FaultContext, order: FaultOrder): Fault {
  const { environment } = context;
  refuseFor(environment.name, `${order.name} on ${order.target}`, protectionHere({ environment }));
  const found = makers[order.name];
  if (found === undefined) {
    throw new Error(`there is no fault "${order.name}"; expected one of ${faultNames.join(', ')}`);
  }
  const parameters = found.parameters.parse(order.parameters) as never;
  return found.make(context, instanceNamed(environment, order.target), parameters);
}

/** What is wrong with a fault's parameters, a sentence each; empty when nothing is, or when there is no such fault. */
export function faultProblems(name: string, parameters: Parameters): readonly string[] {
  const parsed = makers[name]?.parameters.safeParse(parameters);
  if (parsed === undefined || parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
}

const onHost = (context: FaultContext, { name }: Pick<InstanceDeclaration, 'name'>) => ({
  instance: name,
  host: context.host(name),
  named: namedIn(context, { name }),
});

/** `jira (i-0a1)` */
const namedIn =
  (context: FaultContext, { name }: Pick<InstanceDeclaration, 'name'>) =>
  async (signal: AbortSignal): Promise<string> =>
    `${name} (${await instanceId(context, name, signal)})`;

const onVolume = (context: FaultContext, target: InstanceDeclaration) => ({
  ...onHost(context, target),
  mount: target.volume.mount,
  named: async (signal: AbortSignal) => {
    const { name } = target;
    const [instance, volume] = await Promise.all([
      instanceId(context, name, signal),
      context.dataVolume(name, signal),
    ]);
    return `${name} (${instance}), ${volume.id}`;
  },
});

const configured = (context: FaultContext, target: InstanceDeclaration) => {
  const { configuration, ...software } = roleSoftware[target.role];
  if (configuration === undefined)
    throw new Error(`the configuration repository has no file of ${target.name}'s software`);
  return { ...onVolume(context, target), ...software, configuration };
};

/** The files that an application stores, as far as it has a folder for nothing else. */
const onContent = (context: FaultContext, target: InstanceDeclaration) => {
  const { content, folder } = roleSoftware[target.role];
  return {
    ...onVolume(context, target),
    root: content?.folder ?? folder,
    suffix: content?.suffix ?? '',
  };
};

const inCloud = (context: FaultContext, target: InstanceDeclaration) => ({
  instance: target.name,
  instances: context.cloud.instances,
  answers: (signal: AbortSignal) => answers(context, target, signal),
  environmentLease: context.environmentLease,
});

const witness = (context: FaultContext, instance: string): Witness => ({
  instance,
  host: context.host(instance),
});

const attackerIn = (context: FaultContext): Attacker => {
  const { name, address } = instanceOfRole(context.environment, 'attacker');
  return { ...witness(context, name), address };
};

const onBastion = (context: FaultContext): Witness =>
  witness(context, instanceOfRole(context.environment, 'bastion').name);

/**
 * Another instance than the target and `except` that the rules let in to a port. Throws where there is none: nobody could
 * see what becomes of it.
 */
function admitted(
  { environment }: FaultContext,
  { name, ingress }: InstanceDeclaration,
  port: number,
  except?: string,
): string {
  const bastion = instanceOfRole(environment, 'bastion').name;
  const sources = ingress.filter((rule) => rule.port === port).flatMap(({ from }) => from);
  const candidates = [
    ...sources.flatMap((source) => (source.kind === 'instance' ? [source.name] : [])),
    ...(port === SSH ? [bastion] : []),
    ...(port === NRPE ? [environment.monitoring.instance] : []),
    ...(sources.some(({ kind }) => kind !== 'instance')
      ? environment.instances.map((each) => each.name)
      : []),
  ];
  const other = candidates.find((each) => each !== name && each !== except);
  if (other === undefined)
    throw new Error(`nobody in ${environment.name} is let in to port ${String(port)} of ${name}`);
  return other;
}

/** Another instance that lets this one in, and the port. Throws where there is none: nobody could see that it is cut off. */
function letsIn({ environment }: FaultContext, name: string) {
  for (const { name: instance, address, ingress } of environment.instances) {
    const rule = ingress.find(({ from }) =>
      from.some((source) => source.kind === 'instance' && source.name === name),
    );
    if (rule !== undefined && instance !== name) return { instance, address, port: rule.port };
  }
  throw new Error(`nobody in ${environment.name} lets ${name} in`);
}

async function instanceId({ cloud }: FaultContext, name: string, signal: AbortSignal): Promise<string> {
  const found = await cloud.instances.find({ Name: name }, signal);
  return found.map(({ id }) => id).join(', ') || 'not there';
}

/** Whether anything is at an instance's address, seen from the bastion; the bastion's own, seen from here. */
async function answers(
  context: FaultContext,
  { name, address }: InstanceDeclaration,
  signal: AbortSignal,
): Promise<boolean> {
  if (name === onBastion(context).instance) {
    const lets = context.host(name).run('true', { signal, timeout: seconds(5) });
    return lets.then(
      () => true,
      () => false,
    );
  }
  const result = await tryConnection(onBastion(context).host, address, SSH, signal);
  return result === 'open' || result === 'refused';
}

/** Whether an address lies in the environment's network and no instance has it: what goes there leaves nowhere. */
function isNobodys({ network, instances }: Environment, wanted: string): boolean {
  const range = parseCidr(network.cidr);
  const address = parseAddress(wanted);
  if (range === undefined || address === undefined) return false;
  return (
    contains(range, { first: address, last: address }) && instances.every((each) => each.address !== wanted)
  );
}

const firstPort = ({ name, ingress }: InstanceDeclaration): number => {
  const port = ingress[0]?.port;
  if (port === undefined) throw new Error(`${name} takes no connections: there is nothing to block`);
  return port;
};

function faultInjectionRole({ name, cloud }: FaultContext['environment']): string {
  if (cloud.faultInjectionRole !== undefined) return cloud.faultInjectionRole;
  throw new Error(
    `${name} says nowhere as which role AWS Fault Injection Service acts: give it cloud.faultInjectionRole`,
  );
}

const vpcOf = async (
  { cloud, environment }: Pick<FaultContext, 'cloud' | 'environment'>,
  signal: AbortSignal,
) => {
  const vpc = await cloud.network.find(signal);
  if (vpc === undefined) throw new Error(`${environment.name} has no VPC`);
  return vpc;
};

async function groupOf(context: FaultContext, name: string, signal: AbortSignal): Promise<SecurityGroupId> {
  const groups = await context.cloud.securityGroups.find(await vpcOf(context, signal), signal);
  const found = groups.find((group) => group.name === name);
  if (found === undefined) throw new Error(`${name} of ${context.environment.name} has no security group`);
  return found.id;
}

/** The network ACL of a subnet, by the environment file's name of it. */
export async function aclOf(
  context: Pick<FaultContext, 'environment'> & {
    readonly cloud: Pick<FaultContext['cloud'], 'network' | 'networkAcls'>;
  },
  subnet: string,
  signal: AbortSignal,
): Promise<NetworkAcl> {
  const { cloud, environment } = context;
  const vpc = await cloud.network.find(signal);
  if (vpc === undefined) throw new Error(`${environment.name} has no VPC`);
  const found = (await cloud.networkAcls.find(vpc, signal)).find((acl) => acl.subnet === subnet);
  if (found === undefined) throw new Error(`subnet ${subnet} of ${environment.name} has no network ACL`);
  return found;
}
