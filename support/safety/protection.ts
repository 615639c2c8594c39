import type { Cloud } from '../cloud/connect-cloud';
import type { VpcId } from '../cloud/ids';
import type { Environment } from '../environment/environment';
import type { EnvironmentState } from '../environment/environment-state';

/** On a protected environment's VPC; see `docs/safety.md` for how it is taken away. */
export const protectedTag = 'firedrill:protected';

/** No fault reaches it, and no snapshot is restored over it. */
export class EnvironmentProtected extends Error {
  override readonly name = 'EnvironmentProtected';
}

/** An environment whose protection can be asked for. */
export interface Protectable {
  readonly environment: Environment;
  readonly state?: Pick<EnvironmentState, 'protected'> | undefined;
  readonly cloud: Pick<Cloud, 'network' | 'tags'>;
}

/** Why an environment is protected by what lies on this machine, a sentence each; empty when nothing says so. */
export function protectionHere({ environment, state }: Omit<Protectable, 'cloud'>): readonly string[] {
  // Who has opened an environment that was protected once finds it declared so.
  if (state?.protected === true) return ['it was protected when it was provisioned'];
  return environment.protected ? ['its environment file says so'] : [];
}

/**
 * Why an environment is protected, by its file, its state and the cloud, which is asked now; empty when nothing says so.
 * Any one is enough, and a tag whose value nobody can have meant for "no" is. Rejects when the cloud cannot be asked.
 */
export async function protectionOf(open: Protectable, signal: AbortSignal): Promise<readonly string[]> {
  return [...protectionHere(open), ...(await protectionInCloud(open.cloud, signal))];
}

/** As far as the cloud tells, to who has opened nothing else. */
export async function protectionInCloud(
  cloud: Protectable['cloud'],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const vpc = await cloud.network.find(signal);
  if (vpc === undefined) return [];
  const value = (await cloud.tags.read(vpc, signal))[protectedTag];
  if (value === undefined || value === 'false') return [];
  return [`its VPC ${vpc} has the tag ${protectedTag} = "${value}"`];
}

/** Throws EnvironmentProtected where the environment is protected. @param what `going back to the golden snapshot` */
export async function refuseIfProtected(open: Protectable, what: string, signal: AbortSignal): Promise<void> {
  refuseFor(open.environment.name, what, await protectionOf(open, signal));
}

/** Throws EnvironmentProtected for any reason. */
export function refuseFor(environment: string, what: string, reasons: readonly string[]): void {
  if (reasons.length === 0) return;
  throw new EnvironmentProtected(
    `${what} is refused: ${environment} is protected (${reasons.join('; ')}); choose another environment`,
  );
}

/** Writes the protection into the cloud, where whoever comes from another machine finds it. Nothing here takes it away. */
export function protect(cloud: Pick<Cloud, 'tags'>, vpc: VpcId, signal: AbortSignal): Promise<void> {
  return cloud.tags.set(vpc, { [protectedTag]: 'true' }, signal);
}
