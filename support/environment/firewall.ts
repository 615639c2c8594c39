import {
  instanceNamed,
  instanceOfRole,
  type Environment,
  type IngressSource,
  type InstanceDeclaration,
} from './environment';

const SSH = 22;
/** On every instance but the monitor's, which asks there. */
export const NRPE = 5666;

/**
 * The accepting rules of an instance's host firewall, in nftables' syntax, one a line: its `ingress`, and SSH from the
 * bastion and NRPE from the monitor, which every instance takes.
 */
export function firewallRules(environment: Environment, instance: InstanceDeclaration): string {
  const bastion = instanceOfRole(environment, 'bastion');
  const monitor = instanceNamed(environment, environment.monitoring.instance);
  const rules: string[] = [];
  if (instance.role !== 'bastion') rules.push(rule(bastion.address, SSH, bastion.name));
  if (instance.name !== monitor.name) rules.push(rule(monitor.address, NRPE, monitor.name));
  for (const { port, from } of instance.ingress) {
    for (const source of from) {
      const addresses = sourceAddresses(environment, source);
      rules.push(rule(addresses, port, source.kind === 'instance' ? source.name : source.kind));
    }
  }
  return rules.map((line) => `    ${line}`).join('\n');
}

/** The TCP ports that something may listen on at an instance, in their order. */
export function declaredPorts(
  { monitoring }: Environment,
  { name, ingress }: InstanceDeclaration,
): readonly number[] {
  const every = name === monitoring.instance ? [SSH] : [SSH, NRPE];
  return [...new Set([...every, ...ingress.map(({ port }) => port)])].sort((one, other) => one - other);
}

function sourceAddresses(environment: Environment, source: IngressSource): string | undefined {
  if (source.kind === 'internet') return undefined;
  if (source.kind === 'instances') {
    return `{ ${environment.instances.map((instance) => instance.address).join(', ')} }`;
  }
  const found = environment.instances.find((instance) => instance.name === source.name);
  if (found === undefined)
    throw new Error(`ingress names the instance ${source.name}, which is not declared`);
  return found.address;
}

function rule(addresses: string | undefined, port: number, comment: string): string {
  const match = addresses === undefined ? '' : `ip saddr ${addresses} `;
  return `${match}tcp dport ${port} accept comment "${comment}"`;
}
