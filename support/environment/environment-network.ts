import type { Cloud } from '../cloud/connect-cloud';
import type { SecurityGroupId, VpcId } from '../cloud/ids';
import { allowAll } from '../cloud/network-acls';
import type { IngressRule } from '../cloud/security-groups';
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
  const subnets = await all(
    environment.network.subnets.map(async ({ name, cidr }) => {
      const subnet = await cloud.network.ensureSubnet(vpcId, name, cidr, signal);
      const acl = await cloud.networkAcls.ensure(vpcId, name, subnet.id, signal);
      await cloud.networkAcls.setEntries(acl.id, allowAll, signal);
      return subnet;
    }),
  );
  const byName = new Map(subnets.map((subnet) => [subnet.name, subnet]));
  const open = environment.network.subnets.filter(({ internet }) => internet);
  const openIds = open.flatMap(({ name }) => byName.get(name)?.id ?? []);
  if (openIds.length > 0) await cloud.network.ensureInternet(vpcId, openIds, signal);

  const groups = await all(
    environment.instances.map(async ({ name, role }) => {
      const description = `${environment.name} ${name} (${role})`;
      return cloud.securityGroups.ensure(vpcId, name, description, signal);
    }),
  );
  const groupIds = new Map(groups.map((group) => [group.name, group.id]));
  await all(
    groups.map(async (group) => {
      const instance = environment.instances.find(({ name }) => name === group.name);
      if (instance === undefined) return;
      await cloud.securityGroups.setIngress(group, ingressRules(environment, instance, groupIds), signal);
    }),
  );
  return { vpcId, subnets: byName, groups: groupIds };
}

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
