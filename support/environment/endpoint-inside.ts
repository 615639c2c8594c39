import type { Environment } from './environment';
import { formatAddress, parseCidr } from './ipv4';

/** The embedded cloud answers every VPC at the address of its resolver: see docs/architecture.md. */
const EMBEDDED_PORT = 8080;

/** The EC2 endpoint's address as the environment's own instances reach it. */
export function endpointInside({ cloud, network }: Pick<Environment, 'cloud' | 'network'>): string {
  if (cloud.endpoint !== 'embedded') return cloud.endpoint;
  const range = parseCidr(network.cidr);
  if (range === undefined) throw new Error(`${network.cidr} is no CIDR block`);
  return `http://${formatAddress(range.first + 2)}:${String(EMBEDDED_PORT)}`;
}
