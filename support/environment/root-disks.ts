import type { OpenEnvironment } from './open-environment';
import { taint, untaint } from './tainted';

/** Who answers for what is changed on instances' root disks, which no snapshot holds. */
export interface RootDisks {
  /** Said before something on an instance's root disk is changed. */
  change(instance: string, what: string, signal: AbortSignal): Promise<void>;
  /** Said when that is as it was before. */
  restored(instance: string, what: string, signal: AbortSignal): Promise<void>;
}

/** Of an operator: what he changes is there to stay. */
export const meantToStay: RootDisks = {
  change: () => Promise.resolve(),
  restored: () => Promise.resolve(),
};

/**
 * Of drills: an instance is tainted while anything on its root disk is not as it was, so that it is run anew from its image
 * where a drill was killed or could not put it back.
 */
export function ofDrills(open: Pick<OpenEnvironment, 'cloud' | 'instance'>): RootDisks & { forget(): void } {
  const changed = new Map<string, Set<string>>();
  return {
    async change(name, what, signal) {
      changed.set(name, (changed.get(name) ?? new Set()).add(what));
      await taint(open.cloud.tags, (await open.instance(name, signal)).id, signal);
    },
    async restored(name, what, signal) {
      const left = changed.get(name);
      if (left?.delete(what) !== true || left.size > 0) return;
      await untaint(open.cloud.tags, (await open.instance(name, signal)).id, signal);
    },
    forget: () => changed.clear(),
  };
}
