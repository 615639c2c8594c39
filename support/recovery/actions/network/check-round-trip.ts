import { z } from 'zod';
import { instanceNamed } from '../../../environment/environment';
import { roundTrip, roundTripCommand } from '../../../faults/network/network-latency';
import { action } from '../action';
import { onInstance } from '../commands';

/** Within one region echoes come back in a few milliseconds; people notice a tenth of a second. */
const LONG_MILLISECONDS = 100;

/** Measures how long echoes of the target take to another instance; fails when that is not as expected. */
export const checkRoundTrip = action({
  name: 'check-round-trip',
  parameters: z.strictObject({ from: z.string(), expect: z.enum(['long', 'short']) }),
  commands: ({ from }, { environment, target }) => [
    onInstance(from, roundTripCommand(instanceNamed(environment, target).address)),
  ],
  async run({ from, expect }, { environment, target, host }, signal) {
    const { address } = instanceNamed(environment, target);
    const taken = await roundTrip(host(from), address, signal);
    const observed = `echoes that ${from} asked ${target} (${address}) for took ${String(taken)} ms on the average`;
    if (taken > LONG_MILLISECONDS !== (expect === 'long'))
      throw new Error(
        `${observed}; expected ${expect === 'long' ? 'more than' : 'at most'} ${String(LONG_MILLISECONDS)} ms`,
      );
    return observed;
  },
});
