import { z } from 'zod';
import type { NetworkAcl } from '../cloud/network-acls';
import type { Fault } from '../drill/fault';
import { instanceNamed, instanceOfRole, type InstanceDeclaration } from '../environment/environment';
import { blockNetwork } from './block-network';
import { tryConnection } from './connection';
import { corruptFiles } from './corrupt-files';
import { cutPower } from './cut-power';
import type { FaultContext } from './fault-context';
import { fillVolume } from './fill-volume';
import { killApplication } from './kill-application';
import { roleSoftware } from './role-software';
import { terminateInstance } from './terminate-instance';

/** A fault as a failure scenario names it. */
export interface FaultOrder {
  readonly name: string;
  /** The instance that it breaks. */
  readonly target: string;
  readonly parameters: Readonly<Record<string, string>>;
}

type Make = (
  context: FaultContext,
  target: InstanceDeclaration,
  parameters: FaultOrder['parameters'],
) => Fault;

const none = z.strictObject({});
const wholeNumber = z
  .string()
  .regex(/^[1-9]\d*$/, { error: 'expected a whole number' })
  .transform(Number);

const makers: Readonly<Record<string, Make>> = {
  'kill-application': (context, { name, role }, parameters) => {
    none.parse(parameters);
    return killApplication({ instance: name, unit: roleSoftware[role].unit, host: context.host(name) });
  },

  'fill-volume': (context, { name, volume }, parameters) => {
    none.parse(parameters);
    const { mount } = volume;
    return fillVolume({
      instance: name,
      mount,
      folder: `${mount}/data`,
      user: 'mysql',
      host: context.host(name),
    });
  },

  'corrupt-files': (context, { name, volume }, parameters) => {
    const { files } = z.strictObject({ files: wholeNumber }).parse(parameters);
    return corruptFiles({
      instance: name,
      root: `${volume.mount}/alf_data/contentstore`,
      count: files,
      seed: context.seed,
      before: context.lastSnapshotAt(),
      host: context.host(name),
    });
  },

  'block-network': (context, target, parameters) => {
    const { from } = z.strictObject({ from: z.string() }).parse(parameters);
    const sender = instanceNamed(context.environment, from);
    const monitor = context.environment.monitoring.instance;
    return blockNetwork({
      from: { instance: sender.name, subnet: sender.subnet, host: context.host(sender.name) },
      to: { instance: target.name, address: target.address, port: firstPort(target) },
      witness: { instance: monitor, host: context.host(monitor) },
      networkAcls: context.cloud.networkAcls,
      aclOf: (subnet, signal) => aclOf(context, subnet, signal),
    });
  },

  'terminate-instance': (context, target, parameters) => {
    none.parse(parameters);
    return terminateInstance({
      instance: target.name,
      instances: context.cloud.instances,
      answers: (signal) => answers(context, target, signal),
      replace: (signal) => context.replaceInstance(target.name, signal),
    });
  },

  'cut-power': (context, target, parameters) => {
    none.parse(parameters);
    return cutPower({
      instance: target.name,
      unit: roleSoftware[target.role].unit,
      host: context.host(target.name),
      instances: context.cloud.instances,
      answers: (signal) => answers(context, target, signal),
      start: (signal) => context.startInstance(target.name, signal),
    });
  },
};

export const faultNames: readonly string[] = Object.keys(makers);

/** Makes a fault; nothing is touched. Throws for a protected environment, an unknown fault, instance or parameter. */
export function makeFault(context: FaultContext, order: FaultOrder): Fault {
  const { environment } = context;
  if (environment.protected) throw new Error(`${environment.name} is protected: no fault may reach it`);
  const make = makers[order.name];
  if (make === undefined) {
    throw new Error(`there is no fault "${order.name}"; expected one of ${faultNames.join(', ')}`);
  }
  return make(context, instanceNamed(environment, order.target), order.parameters);
}

/** Whether anything is at an instance's address, seen from the bastion. */
async function answers(
  context: FaultContext,
  { address }: InstanceDeclaration,
  signal: AbortSignal,
): Promise<boolean> {
  const bastion = instanceOfRole(context.environment, 'bastion').name;
  const result = await tryConnection(context.host(bastion), address, 22, signal);
  return result === 'open' || result === 'refused';
}

const firstPort = ({ name, ingress }: InstanceDeclaration): number => {
  const port = ingress[0]?.port;
  if (port === undefined) throw new Error(`${name} takes no connections: there is nothing to block`);
  return port;
};

/** The network ACL of a subnet, by the environment file's name of it. */
export async function aclOf(
  { cloud, environment }: Pick<FaultContext, 'cloud' | 'environment'>,
  subnet: string,
  signal: AbortSignal,
): Promise<NetworkAcl> {
  const vpc = await cloud.network.find(signal);
  if (vpc === undefined) throw new Error(`${environment.name} has no VPC`);
  const found = (await cloud.networkAcls.find(vpc, signal)).find((acl) => acl.subnet === subnet);
  if (found === undefined) throw new Error(`subnet ${subnet} of ${environment.name} has no network ACL`);
  return found;
}
