import type { Fault } from '../drill/fault';
import { seconds } from '../drill/time';

/**
 * Does nothing, and says so: a drill with it must end as unknown, or proofs of injection are worth nothing.
 * @param named `jira (i-0a1)`, for its plan
 */
export function noOp(
  instance: string,
  named: (signal: AbortSignal) => Promise<string> = () => Promise.resolve(instance),
): Fault {
  return {
    name: 'no-op',
    strikes: [instance],
    plan: async () => [
      {
        target: await named(AbortSignal.timeout(seconds(30))),
        change: 'do nothing',
        revert: 'nothing is to be undone',
      },
    ],
    leases: () => Promise.resolve([]),
    inject: async (_, progress) => {
      await progress.halfway();
    },
    prove: () => Promise.resolve({ result: 'skipped', observed: `nothing was done to ${instance}` }),
  };
}
