import { isDeepStrictEqual } from 'node:util';
import type { Cloud } from '../cloud/connect-cloud';
import type { SecurityGroupId, VpcId } from '../cloud/ids';
import { allowAll, entryText } from '../cloud/network-acls';
import { ingressText, type IngressRule } from '../cloud/security-groups';
import type { Subnet } from '../cloud/virtual-network';
import {
  instanceOfRole,
  type Environment,
  type IngressSource,
  type InstanceDeclaration,
} from './environment';
import { NRPE } from './firewall';
import { all } from './turns';

export interface EnvironmentNetwork {
  readonly vpcId: VpcId;
  /** By the environment file's name. */
  readonly subnets: ReadonlyMap<string, Subnet>;
  /** One security group per instance, by the instance's name. */
  readonly groups: ReadonlyMap<string, SecurityGroupId>;
}

/** Makes the network as it is declared; what is there and right is left, what is there and wrong put right. */
export async function ensureNetwork(
  environment: Environment,
  cloud: Cloud,
  signal: AbortSignal,
): Promise<EnvironmentNetwork> {
  const vpcId = await cloud.network.ensureVpc(environment.network.cidr, signal);
  const subnets = ensureSubnets(environment, cloud, vpcId, signal);
  const groups = ensureGroups(environment, cloud, vpcId, signal);
  await all<unknown>([subnets, groups]);
  return { vpcId, subnets: await subnets, groups: await groups };
}

/** Each with its network ACL, and with a way to the internet where that is declared. */
async function ensureSubnets(
  { network }: Environment,
  cloud: Cloud,
  vpcId: VpcId,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Subnet>> {
  const found = cloud.network.subnets(vpcId, signal);
  const foundAcls = cloud.networkAcls.find(vpcId, signal);
  await all<unknown>([found, foundAcls]);
  const [present, acls] = [await found, await foundAcls];
  const ensured = await all(
    network.subnets.map(async ({ name, cidr }) => {
      const subnet =
        present.find((each) => each.name === name && each.cidr === cidr) ??
        (await cloud.network.ensureSubnet(vpcId, name, cidr, signal));
      const acl = acls.find((each) => each.subnet === name && each.subnetIds.includes(subnet.id));
      if (acl === undefined || !sameTexts(acl.entries.map(entryText), allowAll.map(entryText))) {
        const { id } = acl ?? (await cloud.networkAcls.ensure(vpcId, name, subnet.id, signal));
        await cloud.networkAcls.setEntries(id, allowAll, signal);
      }
      return subnet;
    }),
  );
  const byName = new Map(ensured.map((subnet) => [subnet.name, subnet]));
  const open = network.subnets.filter(({ internet }) => internet);
  const openIds = open.flatMap(({ name }) => byName.get(name)?.id ?? []);
  if (openIds.length > 0) await cloud.network.ensureInternet(vpcId, openIds, signal);
  return byName;
}

/** One security group per instance, by its name. */
async function ensureGroups(
  environment: Environment,
  cloud: Cloud,
  vpcId: VpcId,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, SecurityGroupId>> {
  const present = await cloud.securityGroups.find(vpcId, signal);
  const groups = await all(
    environment.instances.map(async (instance) => {
      const { name, role } = instance;
      const found = present.find((group) => group.name === name);
      const description = `${environment.name} ${name} (${role})`;
      const group = found ?? (await cloud.securityGroups.ensure(vpcId, name, description, signal));
      return { instance, group };
    }),
  );
  const ids = new Map(groups.map(({ group: { name, id } }) => [name, id]));
  await all(
    groups.map(async ({ instance, group }) => {
      const rules = ingressRules(environment, instance, ids);
      if (!sameTexts(group.ingress, rules.map(ingressText)))
        await cloud.securityGroups.setIngress(group, rules, signal);
    }),
  );
  return ids;
}

const sameTexts = (some: readonly string[], others: readonly string[]): boolean =>
  isDeepStrictEqual(new Set(some), new Set(others));

/** What may reach an instance: what is declared, SSH from the bastion, NRPE and, where it asks for them, echoes from the monitor. */
export function ingressRules(
  environment: Environment,
  instance: InstanceDeclaration,
  groups: ReadonlyMap<string, SecurityGroupId>,
): readonly IngressRule[] {
  const fromGroup = (name: string): IngressRule['from'] => {
    const group = groups.get(name);
    if (group === undefined) throw new Error(`${environment.name} has no security group of ${name}`);
    return { group };
  };
  const from = (source: IngressSource): IngressRule['from'] => {
    if (source.kind === 'internet') return { cidr: '0.0.0.0/0' };
    return source.kind === 'instances' ? { cidr: environment.network.cidr } : fromGroup(source.name);
  };
  const rules: IngressRule[] = instance.ingress.flatMap((ingress) =>
    ingress.from.map((source) => ({ port: ingress.port, from: from(source) })),
  );
  const bastion = instanceOfRole(environment, 'bastion').name;
  if (instance.name !== bastion) rules.push({ port: 22, from: fromGroup(bastion) });
  const monitor = environment.monitoring.instance;
  if (instance.name !== monitor) rules.push({ port: NRPE, from: fromGroup(monitor) });
  const { devices } = environment.monitoring;
  if (devices.some((device) => device.probe === 'ping' && device.instance === instance.name))
    rules.push({ port: 'ping', from: fromGroup(monitor) });
  return rules;
}
