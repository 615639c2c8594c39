import { instanceNamed, type Environment } from '../../environment/environment';

/** The instances that one needs to do its work, directly or through others; without itself. */
export function needsOf(environment: Environment, name: string): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (each: string): void => {
    for (const needed of instanceNamed(environment, each).dependsOn) {
      if (found.has(needed)) continue;
      found.add(needed);
      look(needed);
    }
  };
  look(name);
  return found;
}

/** The instances that cannot do their work when these cannot: themselves, and all that need one of them. */
export function hurtBy(environment: Environment, struck: readonly string[]): ReadonlySet<string> {
  return new Set(
    environment.instances
      .map(({ name }) => name)
      .filter((name) => struck.includes(name) || struck.some((each) => needsOf(environment, name).has(each))),
  );
}
