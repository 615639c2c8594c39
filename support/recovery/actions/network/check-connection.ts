import { z } from 'zod';
import { instanceNamed } from '../../../environment/environment';
import { connectCommand, tryConnection } from '../../../faults/network/connection';
import { action } from '../action';

/** Opens a TCP connection from another instance to the target's port; fails when it is not as expected. */
export const checkConnection = action({
  name: 'check-connection',
  parameters: z.strictObject({ from: z.string(), expect: z.enum(['open', 'blocked']) }),
  commands: ({ from }, { environment, target }) => {
    const { address, ingress } = instanceNamed(environment, target);
    const command = connectCommand(address, ingress[0]?.port ?? 0);
    return [`ssh ${from} ${JSON.stringify(command)}  # 0 is open, 124 blocked`];
  },
  async run({ from, expect }, { environment, target, host }, signal) {
    const { address, ingress } = instanceNamed(environment, target);
    const port = ingress[0]?.port ?? 0;
    const result = await tryConnection(host(from), address, port, signal);
    const observed = `a connection from ${from} to ${target} (${address}:${String(port)}) is ${result}`;
    if ((result === 'open') !== (expect === 'open'))
      throw new Error(`${observed}; expected it to be ${expect}`);
    return observed;
  },
});
