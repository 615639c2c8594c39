import type { Fault } from '../drill/fault';

/** Does nothing, and says so: a drill with it must end as unknown, or proofs of injection are worth nothing. */
export function noOp(instance: string): Fault {
  return {
    name: 'no-op',
    strikes: [instance],
    plan: () => Promise.resolve([{ target: instance, change: 'none', revert: 'none' }]),
    leases: () => Promise.resolve([]),
    inject: async (_, progress) => {
      await progress.halfway();
    },
    prove: () => Promise.resolve({ result: 'skipped', observed: `nothing was done to ${instance}` }),
  };
}
