import { shareText } from '../drill/stop-condition';
import { instanceNamed, type Environment } from '../environment/environment';

/** What a scenario may exceed the environment's limits by, and why. */
export interface BlastRadiusAllowance {
  readonly instances?: number | undefined;
  /** Share of the instances of one subnet, 0 to 1. */
  readonly tier?: number | undefined;
  readonly because: string;
}

/** How much of an environment is struck at once, beside what may be. */
export interface BlastRadius {
  readonly instances: { readonly struck: readonly string[]; readonly limit: number };
  /** One for each subnet that has a struck instance. */
  readonly tiers: readonly {
    readonly subnet: string;
    readonly struck: readonly string[];
    /** How many instances the subnet has. */
    readonly of: number;
    readonly limit: number;
  }[];
  /** Whether nobody would be left who sees (the monitor), and nobody through whom one could act (the bastion). */
  readonly blind: boolean;
}

/**
 * The blast radius of faults that are in force together. Throws for an instance that the environment does not have.
 * @param strikes instances that cannot do their work, by name
 */
export function blastRadius(
  environment: Environment,
  strikes: readonly string[],
  allowance?: BlastRadiusAllowance,
): BlastRadius {
  const { blastRadius: declared } = environment.safety;
  const struck = [...new Set(strikes)].map((name) => instanceNamed(environment, name));
  const subnets = [...new Set(struck.map(({ subnet }) => subnet))];
  const roles = struck.map(({ role }) => role);
  return {
    instances: {
      struck: struck.map(({ name }) => name),
      limit: allowance?.instances ?? declared.instances,
    },
    tiers: subnets.map((subnet) => ({
      subnet,
      struck: struck.filter((each) => each.subnet === subnet).map(({ name }) => name),
      of: environment.instances.filter((each) => each.subnet === subnet).length,
      limit: allowance?.tier ?? declared.tier,
    })),
    blind: roles.includes('bastion') && roles.includes('monitor'),
  };
}

/** What of it is too much, a sentence's part each: the limit, and what was asked. Empty when it is within the limits. */
export function beyondLimits(
  { instances, tiers, blind }: BlastRadius,
  allowance?: BlastRadiusAllowance,
): readonly string[] {
  const { struck, limit } = instances;
  const allowed = `the blast radius allows ${String(limit)} instance${limit === 1 ? '' : 's'} at once`;
  return [
    ...(struck.length > limit
      ? [`${allowed}, and ${struck.join(', ')} would be ${String(struck.length)}`]
      : []),
    ...tiers
      .filter((tier) => tier.struck.length / tier.of > tier.limit)
      .map(
        (tier) =>
          `the blast radius allows ${shareText(tier.limit)} of the subnet ${tier.subnet}, and ${tier.struck.join(', ')} would be ${String(tier.struck.length)} of its ${String(tier.of)}`,
      ),
    ...(blind && allowance === undefined
      ? ['bastion and monitor are never struck at once: nobody would see it, and nobody could act']
      : []),
  ];
}
