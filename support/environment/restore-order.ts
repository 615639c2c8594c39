import { setTimeout as pause } from 'node:timers/promises';
import { seconds } from '../drill/time';
import type { InstanceDeclaration } from './environment';
import { startLayers } from './start-order';

/**
 * In which order the volumes are asked for, a group with a head start after the other: what is started first comes first. The
 * bastion is the very first, and those for which no application waits are in the last.
 */
export function restoreOrder(
  instances: readonly InstanceDeclaration[],
  bastion: InstanceDeclaration,
): readonly (readonly InstanceDeclaration[])[] {
  const isAwaited = ({ name }: InstanceDeclaration): boolean =>
    name !== bastion.name && instances.some(({ dependsOn }) => dependsOn.includes(name));
  const [first = [], ...layers] = startLayers(instances).map((layer) => layer.filter(isAwaited));
  const last = instances.filter((instance) => instance !== bastion && !isAwaited(instance));
  return [[bastion, ...first], ...layers, last].filter((group) => group.length > 0);
}

/** At most. All at once, each waits for all where the machine is small; where a volume takes its time, this is nothing. */
const headStart = seconds(1);

/** @param repository until the bastion is restored, which is the first of all; undefined for itself */
type Begin = (
  instance: InstanceDeclaration,
  turn: Promise<unknown>,
  repository: Promise<void> | undefined,
) => Promise<void>;

/** Begins to restore every instance, each told when its group's turn has come. By the instance's name, until it is restored. */
export function beginInTurns(
  order: readonly (readonly InstanceDeclaration[])[],
  begin: Begin,
  signal: AbortSignal,
): ReadonlyMap<string, Promise<void>> {
  const restored = new Map<string, Promise<void>>();
  let repository: Promise<void> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  for (const group of order) {
    const now = turn;
    const begun = group.map((instance) => {
      const done = begin(instance, now, repository);
      repository ??= done;
      restored.set(instance.name, done);
      return done;
    });
    // An interruption ends what is restored, and that says so.
    const headStartIsOver = now.then(() => pause(headStart, undefined, { signal }).catch(() => undefined));
    turn = Promise.race([Promise.allSettled(begun), headStartIsOver]);
  }
  return restored;
}
