import { heading, list, shown, table, text, type DesignPage } from '../../../reports/design/design-page';
import { graphPicture, type DrawnEdge, type DrawnGroup } from '../../../reports/design/graph-picture';
import type { Picture } from '../../../reports/design/picture';
import type { SecurityGroupId } from '../../cloud/ids';
import type { IngressRule } from '../../cloud/security-groups';
import { ownCharacterization } from '../../environment/characterization';
import { domainOf, webOrigin } from '../../environment/configuration';
import type { Environment, InstanceDeclaration } from '../../environment/environment';
import { ingressRules } from '../../environment/environment-network';

/** VPC, subnets, every port that is open and to whom; drawn is what the applications need of each other. */
export async function networkPage(environment: Environment): Promise<DesignPage> {
  const { network, instances, access, monitoring } = environment;
  const bastion = access.ssh.instance;
  return {
    name: 'network',
    title: 'Network, ports and security groups',
    blocks: [
      shown(await networkPicture(environment)),
      text(
        `An arrow leads from who connects to who is connected to, with the TCP ports. Thick is the way in from outside, and on from \`${access.https.instance}\`. Not drawn, for it reaches every instance: SSH from \`${bastion}\` and what \`${monitoring.instance}\` asks; the table has it.`,
      ),
      heading('Ways in'),
      list([
        `people: \`${webOrigin(environment)}\`, which is \`${access.https.instance}\``,
        `operators: \`ssh -p ${String(access.ssh.port)}\` to the public address of \`${bastion}\`, and from there to every other instance`,
      ]),
      heading('Subnets'),
      text(
        `The VPC is \`${network.cidr}\`. Among themselves hosts have names in \`${domainOf(environment)}\`.`,
      ),
      table(
        ['Subnet', 'CIDR', 'Way to the internet', 'Instances'],
        network.subnets.map(({ name, cidr, internet }) => [
          `**${name}**`,
          `\`${cidr}\``,
          internet ? 'internet gateway' : 'none',
          namesIn(instances, name).join(', ') || '–',
        ]),
      ),
      heading('Open ports: security groups'),
      text(
        'Each instance has a security group of its own, with these rules and no others. The host’s own firewall (nftables) has the same rules by addresses, so that a group that was opened by mistake opens nothing. The network ACL of each subnet lets everything pass.',
      ),
      table(
        ['Instance', 'Port', 'From'],
        instances.flatMap((instance) =>
          portsOf(environment, instance).map(({ port, from }, index) => [
            index === 0 ? `**${instance.name}**` : '',
            `\`${port}\``,
            from.join(', '),
          ]),
        ),
      ),
      heading('Log-in to hosts'),
      list(
        Object.entries(ownCharacterization('base').settings.sshd).map(
          ([name, value]) => `\`${name} ${value}\``,
        ),
      ),
    ],
  };
}

const namesIn = (instances: readonly InstanceDeclaration[], subnet: string): readonly string[] =>
  instances.filter((instance) => instance.subnet === subnet).map(({ name }) => name);

interface OpenPort {
  readonly port: string;
  /** Names of instances, `everybody`, or `every instance`. */
  readonly from: readonly string[];
}

/** What EC2 is told for an instance's security group, in words. */
function portsOf(environment: Environment, instance: InstanceDeclaration): readonly OpenPort[] {
  const groups = new Map(environment.instances.map(({ name }) => [name, name as SecurityGroupId]));
  const ports = new Map<string, string[]>();
  for (const { port, from } of ingressRules(environment, instance, groups)) {
    const key = port === 'ping' ? 'ICMP echo' : String(port);
    ports.set(key, [...(ports.get(key) ?? []), sourceWords(environment, from)]);
  }
  return [...ports].map(([port, from]) => ({ port, from: [...new Set(from)] }));
}

const sourceWords = ({ network }: Environment, from: IngressRule['from']): string => {
  if ('group' in from) return from.group;
  return from.cidr === network.cidr ? 'every instance' : 'everybody';
};

const OUTSIDE = 'everybody';

function networkPicture(environment: Environment): Promise<Picture> {
  const { network, instances, access, monitoring, name } = environment;
  const quiet = new Set([access.ssh.instance, monitoring.instance]);
  const edges = instances.flatMap((instance): readonly DrawnEdge[] => {
    const sources = new Map<string, string[]>();
    for (const { port, from } of portsOf(environment, instance))
      for (const source of from) sources.set(source, [...(sources.get(source) ?? []), port]);
    return [...sources]
      .filter(([source]) => source === OUTSIDE || (!quiet.has(source) && source !== 'every instance'))
      .map(([source, ports]) => ({
        ...{ from: source, to: instance.name, label: ports.join(', ') },
        isMain: source === OUTSIDE || source === access.https.instance,
      }));
  });
  const subnets = network.subnets.map((subnet): DrawnGroup => ({
    id: subnet.name,
    title: `${subnet.name} ${subnet.cidr}`,
    nodes: instances
      .filter((instance) => instance.subnet === subnet.name)
      .map((instance) => ({ id: instance.name, title: instance.name, lines: [instance.address] })),
  }));
  const ways = edges.map(({ from, to, label = '' }) => `${from} to ${to} (${label})`).join(', ');
  return graphPicture(
    'network',
    `The network of ${name}: ${network.subnets.map((subnet) => `subnet ${subnet.name} with ${namesIn(instances, subnet.name).join(', ') || 'nothing'}`).join('; ')}. Connections: ${ways}.`,
    {
      nodes: [{ id: OUTSIDE, title: 'Everybody', lines: ['the internet'], shape: 'outside' }],
      groups: [{ id: 'vpc', title: `VPC ${network.cidr}`, nodes: [], groups: subnets }],
      edges,
    },
  );
}
