import { asRoot } from '../../../hosts/as-root';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { diskUsage } from './check-disk-usage';
import { noParameters } from '../no-parameters';

/** Of the root volume alone; journald and whoever else keeps its log in parts sees to them itself. */
const LOGS = '/var/log';
const largest = `find ${LOGS} -xdev -type f -not -path '${LOGS}/journal/*' -printf '%s %p\\n' | sort -rn | head`;
const MEBIBYTE = 1048576;

/**
 * Empties the log that takes most of the root volume, in place: whoever has it open writes on. Its last lines are kept with
 * the incident. Fails where no log takes at least half of what is used: then something else fills the volume.
 */
export const truncateLargestLog = action({
  name: 'truncate-largest-log',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, `sh -c "${largest.replaceAll('"', '\\"')}"`),
    onInstance(target, 'tail --bytes=20000 LOG'),
    onInstance(target, 'truncate --size=0 LOG'),
  ],
  async run(_, { target, host, keep }, signal) {
    const shell = host(target);
    const { size, available } = await diskUsage(shell, '/', signal);
    const found = await asRoot(shell, largest, { signal });
    keep(`logs-${target}`, found);
    const [line = ''] = found.split('\n');
    const taken = Number(line.split(' ')[0]);
    const log = line.slice(line.indexOf(' ') + 1);
    const share = `${(taken / MEBIBYTE).toFixed(0)} of ${((size - available) / MEBIBYTE).toFixed(0)} MiB that are used`;
    if (!(taken >= (size - available) / 2))
      throw new Error(`${log || 'no log'} on ${target} takes ${share}: something else fills the root volume`);
    const last = `tail --bytes=20000 ${quote(log)} | tr -cd '[:print:]\\n'`;
    keep(`log-${target}`, await asRoot(shell, last, { signal }));
    await asRoot(shell, `truncate --size=0 ${quote(log)}`, { signal });
    return `${log} on ${target} took ${share}, and is empty now`;
  },
});
