import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { secondServer, type SecondServer } from './second-server';

/**
 * Stops the second MariaDB; the volume under it is then free. Its binary logs' index says again what it says where the data
 * volume belongs.
 */
export const stopSecondServer = action({
  name: 'stop-second-server',
  parameters: z.strictObject({ mount: z.string().startsWith('/') }),
  commands: ({ mount }, { environment, target }) => {
    const server = secondServer(environment, target, mount);
    return [onInstance(target, `systemctl stop ${server.unit}`), onInstance(target, oldIndex(server))];
  },
  async run({ mount }, { environment, target, host }, signal) {
    const server = secondServer(environment, target, mount);
    await asRoot(host(target), `systemctl stop ${server.unit} && ${oldIndex(server)}`, {
      signal,
      timeout: seconds(60),
    });
    return `${server.unit} on ${target} is stopped`;
  },
});

const oldIndex = ({ data, original }: SecondServer): string =>
  `sed -i 's|^${data}/|${original}/|' ${data}/binlog.index`;
