import type { LeasePart } from '../drill/lease';
import type { OpenEnvironment } from './open-environment';

/** On the environment's VPC: `<lease> <fault> <holder>`, since when nothing may run on it but its restoration. */
export const environmentLeaseTag = 'firedrill:environment-lease';

type Leased = Pick<OpenEnvironment, 'name' | 'cloud'>;

/**
 * Holds the whole environment: for what cannot be put back piece by piece. It never runs out; it ends when the
 * environment is back at its golden snapshot, whoever brings it there.
 */
export function environmentLease(open: Leased): LeasePart {
  return {
    location: { kind: 'environment' },
    description: `bring ${open.name} back to its golden snapshot`,
    arm: async ({ id, fault, holder }, signal) => {
      const value = `${id} ${fault} ${holder}`.slice(0, 255);
      await open.cloud.tags.set(await vpcOf(open, signal), { [environmentLeaseTag]: value }, signal);
    },
    renew: () => Promise.resolve('held'),
    // The golden snapshot ends it, and nothing less.
    revert: () => Promise.resolve(undefined),
  };
}

/** What holds the environment, in words; undefined when nothing does. */
export async function environmentLeaseOf(open: Leased, signal: AbortSignal): Promise<string | undefined> {
  const vpc = await open.cloud.network.find(signal);
  if (vpc === undefined) return undefined;
  return (await open.cloud.tags.read(vpc, signal))[environmentLeaseTag];
}

/** To be called when the environment is as its golden snapshot has it, or was never touched. */
export async function endEnvironmentLease(open: Leased, signal: AbortSignal): Promise<void> {
  await open.cloud.tags.remove(await vpcOf(open, signal), [environmentLeaseTag], signal);
}

async function vpcOf({ name, cloud }: Leased, signal: AbortSignal): Promise<string> {
  const vpc = await cloud.network.find(signal);
  if (vpc === undefined) throw new Error(`${name} has no VPC`);
  return vpc;
}
