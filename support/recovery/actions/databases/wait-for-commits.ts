import { seconds } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

const LIMIT_SECONDS = 85;
/** Rotating the binary log needs the lock that a blocked commit holds, and writes: it returns when commits go on. */
const rotate = `timeout ${String(LIMIT_SECONDS)} mariadb --execute='FLUSH BINARY LOGS'`;

/**
 * Waits until the database commits again. A commit that met a full volume looks for room once a minute by itself, and
 * nothing wakes it earlier without losing what waits: a restart would, and would cut every connection.
 */
export const waitForCommits = action({
  name: 'wait-for-commits',
  parameters: noParameters,
  commands: (_, { target }) => [onInstance(target, rotate)],
  async run(_, { target, host }, signal) {
    const started = performance.now();
    await asRoot(host(target), rotate, { signal, timeout: seconds(LIMIT_SECONDS + 10) });
    const waited = ((performance.now() - started) / 1000).toFixed(1);
    return `${target} commits again: its binary log could be rotated after ${waited} s`;
  },
});
