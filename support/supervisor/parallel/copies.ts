import { copyOfEnvironment } from '../environment/copy-of-environment';
import type { ChosenEnvironment } from '../environment/environment-file';

/** 10.131.0.0/16, 10.132.0.0/16, …: no other copy's of ours. */
const FIRST_NETWORK = 131;

/**
 * The environment itself and as many copies of it as make `count`: `staging`, `staging-2`, … Throws for one that is not
 * embedded: on Amazon a copy costs money, so it is for people to make.
 */
export function withCopies(chosen: ChosenEnvironment, count: number): readonly ChosenEnvironment[] {
  const { name, cloud } = chosen.environment;
  if (count > 1 && cloud.endpoint !== 'embedded') {
    throw new Error(
      `${name} is not in the embedded cloud, so it is not copied for --parallel ${String(count)}; make an environment file for each, and start a run on each`,
    );
  }
  const copies = Array.from({ length: count - 1 }, (_, index) =>
    copyOfEnvironment(chosen, `${name}-${String(index + 2)}`, FIRST_NETWORK + index),
  );
  return [chosen, ...copies];
}
