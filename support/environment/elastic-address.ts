import type { InstanceId } from '../cloud/ids';
import type { InstanceDeclaration } from './environment';
import type { OpenEnvironment } from './open-environment';

/**
 * Makes an instance's Elastic IP address lead to it, where the environment file gives it one: whoever knows the address
 * finds the next instance of that name there, too. The instance must run, or be stopped.
 */
export async function giveElasticAddress(
  { cloud }: Pick<OpenEnvironment, 'cloud'>,
  { name, elasticIp }: Pick<InstanceDeclaration, 'name' | 'elasticIp'>,
  id: InstanceId,
  signal: AbortSignal,
): Promise<void> {
  if (!elasticIp) return;
  const address = await cloud.addresses.ensure(name, signal);
  if (address.association?.instanceId !== id) await cloud.addresses.associate(address.id, id, signal);
}
