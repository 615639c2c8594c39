import type { SecurityGroupId } from '../../cloud/ids';
import { seconds } from '../../drill/time';
import { instanceOfRole, type Environment, type InstanceDeclaration } from '../../environment/environment';
import { NRPE } from '../../environment/firewall';
import { contains, parseAddress, parseCidr } from '../../environment/ipv4';
import { vpcOf } from '../../environment/subnet-acl';
import type { Attacker } from '../attack/attack-unit';
import { tryConnection, type Witness } from '../network/connection';
import type { FaultContext } from '../fault-context';
import { roleSoftware } from '../../environment/role-software';

export const SSH = 22;

export const onHost = (context: FaultContext, { name }: Pick<InstanceDeclaration, 'name'>) => ({
  instance: name,
  host: context.host(name),
  named: namedIn(context, { name }),
});

/** `jira (i-0a1)` */
export const namedIn =
  (context: FaultContext, { name }: Pick<InstanceDeclaration, 'name'>) =>
  async (signal: AbortSignal): Promise<string> =>
    `${name} (${await instanceId(context, name, signal)})`;

export const onVolume = (context: FaultContext, target: InstanceDeclaration) => ({
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

export const configured = (context: FaultContext, target: InstanceDeclaration) => {
  const { configuration, ...software } = roleSoftware[target.role];
  if (configuration === undefined)
    throw new Error(`the configuration repository has no file of ${target.name}'s software`);
  return { ...onVolume(context, target), ...software, configuration };
};

/** The files that an application stores, as far as it has a folder for nothing else. */
export const onContent = (context: FaultContext, target: InstanceDeclaration) => {
  const { content, folder } = roleSoftware[target.role];
  return {
    ...onVolume(context, target),
    root: content?.folder ?? folder,
    suffix: content?.suffix ?? '',
  };
};

export const inCloud = (context: FaultContext, target: InstanceDeclaration) => ({
  instance: target.name,
  instances: context.cloud.instances,
  answers: (signal: AbortSignal) => answers(context, target, signal),
  environmentLease: context.environmentLease,
});

export const witness = (context: FaultContext, instance: string): Witness => ({
  instance,
  host: context.host(instance),
});

export const attackerIn = (context: FaultContext): Attacker => {
  const { name, address } = instanceOfRole(context.environment, 'attacker');
  return { ...witness(context, name), address };
};

export const onBastion = (context: FaultContext): Witness =>
  witness(context, instanceOfRole(context.environment, 'bastion').name);

/**
 * Another instance than the target and `except` that the rules let in to a port. Throws where there is none: nobody could
 * see what becomes of it.
 */
export function admitted(
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
export function letsIn({ environment }: FaultContext, name: string) {
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
export async function answers(
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
export function isNobodys({ network, instances }: Environment, wanted: string): boolean {
  const range = parseCidr(network.cidr);
  const address = parseAddress(wanted);
  if (range === undefined || address === undefined) return false;
  return (
    contains(range, { first: address, last: address }) && instances.every((each) => each.address !== wanted)
  );
}

export const firstPort = ({ name, ingress }: InstanceDeclaration): number => {
  const port = ingress[0]?.port;
  if (port === undefined) throw new Error(`${name} takes no connections: there is nothing to block`);
  return port;
};

export function faultInjectionRole({ name, cloud }: FaultContext['environment']): string {
  if (cloud.faultInjectionRole !== undefined) return cloud.faultInjectionRole;
  throw new Error(
    `${name} says nowhere as which role AWS Fault Injection Service acts: give it cloud.faultInjectionRole`,
  );
}

export async function groupOf(
  context: FaultContext,
  name: string,
  signal: AbortSignal,
): Promise<SecurityGroupId> {
  const groups = await context.cloud.securityGroups.find(await vpcOf(context, signal), signal);
  const found = groups.find((group) => group.name === name);
  if (found === undefined) throw new Error(`${name} of ${context.environment.name} has no security group`);
  return found.id;
}
