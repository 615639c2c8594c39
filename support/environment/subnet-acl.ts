import type { VpcId } from '../cloud/ids';
import type { NetworkAcl, NetworkAcls } from '../cloud/network-acls';
import type { VirtualNetwork } from '../cloud/virtual-network';
import type { Environment } from './environment';

interface NetworkOf {
  readonly environment: Pick<Environment, 'name'>;
  readonly cloud: { readonly network: Pick<VirtualNetwork, 'find'> };
}

/** The environment's VPC. Throws where there is none. */
export async function vpcOf({ cloud, environment }: NetworkOf, signal: AbortSignal): Promise<VpcId> {
  const vpc = await cloud.network.find(signal);
  if (vpc === undefined) throw new Error(`${environment.name} has no VPC`);
  return vpc;
}

/** The network ACL of a subnet, by the environment file's name of it. Throws where there is none. */
export async function aclOf(
  context: NetworkOf & { readonly cloud: { readonly networkAcls: Pick<NetworkAcls, 'find'> } },
  subnet: string,
  signal: AbortSignal,
): Promise<NetworkAcl> {
  const acls = await context.cloud.networkAcls.find(await vpcOf(context, signal), signal);
  const found = acls.find((acl) => acl.subnet === subnet);
  if (found === undefined)
    throw new Error(`subnet ${subnet} of ${context.environment.name} has no network ACL`);
  return found;
}
