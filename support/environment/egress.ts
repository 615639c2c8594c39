import { domainToASCII } from 'node:url';
import { instanceOfRole, type Environment, type InstanceDeclaration } from './environment';

/** What mail is handed to a server by: SMTP, submission over TLS, submission (RFC 5321, RFC 8314, RFC 6409). */
export const mailPorts = [25, 465, 587] as const;

/** Counters of the host firewall, by which it is seen that a try was refused here and not lost somewhere on its way. */
export const egressCounters = { mail: 'refused-mail', other: 'refused-egress' } as const;

/**
 * The output chain of an instance's host firewall where hosts may open connections within their own environment only; a
 * comment where they may open any. Mail is refused to everybody, also within. What is answered is no connection of one's own.
 * The bastion reaches the endpoint of the cloud, for the janitor on it acts there.
 */
export function egressRules(environment: Environment, { role }: InstanceDeclaration): string {
  const { network, cloud } = environment;
  if (network.egress === 'any')
    return '  # Whereto connections are opened is not limited: network.egress is any.';
  const { mail, other } = egressCounters;
  const endpoint =
    role === instanceOfRole(environment, 'bastion').role && cloud.endpoint !== 'embedded'
      ? [`    tcp dport 443 accept comment "${hostOf(cloud.endpoint)}"`]
      : [];
  return [
    `  counter ${mail} { }`,
    `  counter ${other} { }`,
    '  chain output {',
    '    type filter hook output priority filter; policy accept;',
    '    oif lo accept',
    `    tcp dport { ${mailPorts.join(', ')} } counter name ${mail} reject with tcp reset`,
    '    ct state established,related accept',
    `    ip daddr { ${network.cidr}, 169.254.0.0/16 } accept comment "this environment, and the cloud's own services"`,
    '    udp dport 67 accept comment "DHCP"',
    '    meta l4proto icmpv6 accept',
    ...endpoint,
    `    meta l4proto tcp counter name ${other} reject with tcp reset`,
    `    counter name ${other} reject with icmpx type admin-prohibited`,
    '  }',
  ].join('\n');
}

const hostOf = (endpoint: string): string => domainToASCII(new URL(endpoint).hostname);
