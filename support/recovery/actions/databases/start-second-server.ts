import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { secondServer, type SecondServer } from './second-server';

/** The binary logs' index has full paths, which are those of the first server's logs. */
const ownIndex = ({ data, original }: SecondServer): string =>
  `sed -i 's|^${original}/|${data}/|' ${data}/binlog.index`;

const noteEnd = ({ data }: SecondServer): string =>
  `sh -c 'last=$(tail -n 1 ${data}/binlog.index); echo "$(basename "$last") $(stat -c %s "$last")" | tee ${data}/../replay-from'`;

const start = ({ unit, socket, data }: SecondServer): string =>
  [
    `systemd-run --collect --unit=${unit} --service-type=notify --property=User=mysql --property=TimeoutStartSec=50`,
    `/usr/sbin/mariadbd --datadir=${data} --log-bin=${data}/binlog --log-bin-index=${data}/binlog.index`,
    `--socket=${socket} --pid-file=/run/mysqld/restore.pid --skip-networking --skip-slave-start`,
  ].join(' ');

/**
 * Starts a second MariaDB on a restored volume, beside the first: it recovers as after a loss of power, and only root
 * reaches it, by its socket. Where the snapshot's binary logs end is noted before, for the replay begins there.
 */
export const startSecondServer = action({
  name: 'start-second-server',
  parameters: z.strictObject({ mount: z.string().startsWith('/') }),
  commands: ({ mount }, { environment, target }) => {
    const server = secondServer(environment, target, mount);
    return [ownIndex(server), noteEnd(server), start(server)].map((command) => onInstance(target, command));
  },
  async run({ mount }, { environment, target, host, undoAtEnd }, signal) {
    const server = secondServer(environment, target, mount);
    const shell = host(target);
    undoAtEnd(`${server.unit} on ${target}`, async (until) => {
      await asRoot(shell, `systemctl stop ${server.unit} 2>/dev/null || true`, { signal: until });
    });
    // One that a drill has left which died would keep the name.
    await asRoot(
      shell,
      `systemctl kill --signal=KILL ${server.unit} 2>/dev/null; systemctl stop ${server.unit} 2>/dev/null; ${ownIndex(server)}`,
      {
        signal,
      },
    );
    const end = await asRoot(shell, noteEnd(server), { signal });
    await asRoot(shell, start(server), { signal, timeout: seconds(60) });
    const [file, position] = end.trim().split(' ');
    return `a second MariaDB runs on ${server.data}; the snapshot's binary logs end in ${file ?? '?'} at ${position ?? '?'}`;
  },
});
