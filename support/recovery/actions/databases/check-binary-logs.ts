import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { tryAsRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';

const CHECK = '/usr/local/lib/nagios/plugins/check_binary_logs';

/** Reads the closed binary logs to their ends, as the monitor does; fails when they are other than expected. */
export const checkBinaryLogs = action({
  name: 'check-binary-logs',
  parameters: z.strictObject({ expect: z.enum(['damaged', 'whole']) }),
  commands: (_, { target }) => [onInstance(target, CHECK)],
  async run({ expect }, { target, host }, signal) {
    const { code, stdout } = await tryAsRoot(host(target), CHECK, { signal, timeout: seconds(60) });
    const observed = `${target}: ${stdout.replace(/\|.*/s, '').trim()}`;
    if (code !== (expect === 'damaged' ? 2 : 0))
      throw new Error(`${observed}; expected them to be ${expect}`);
    return observed;
  },
});
