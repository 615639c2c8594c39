import { z } from 'zod';
import { instanceNamed } from '../../../environment/environment';
import { packetLoss, pingCommand } from '../../../faults/network/lose-packets';
import { action } from '../action';
import { onInstance } from '../commands';

/** More of these lost than this is no accident on a network in order. */
const SOME_PERCENT = 5;

/** Counts the echoes that the target does not give back to another instance; fails when they are not as expected. */
export const checkPacketLoss = action({
  name: 'check-packet-loss',
  parameters: z.strictObject({ from: z.string(), expect: z.enum(['some', 'none']) }),
  commands: ({ from }, { environment, target }) => [
    onInstance(from, pingCommand(instanceNamed(environment, target).address)),
  ],
  async run({ from, expect }, { environment, target, host }, signal) {
    const { address } = instanceNamed(environment, target);
    const loss = await packetLoss(host(from), address, signal);
    const observed = `of the echoes that ${from} asked ${target} (${address}) for, ${String(loss)} % were lost`;
    if (loss > SOME_PERCENT !== (expect === 'some')) throw new Error(`${observed}; expected ${expect}`);
    return observed;
  },
});
