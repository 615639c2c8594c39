import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { roleSoftware } from '../../../environment/role-software';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';

const journalCommand = (unit: string): string =>
  `journalctl --unit=${unit} --lines=200 --no-pager --output=short-iso-precise`;

/**
 * Keeps the last lines of the unit's journal with the incident. `maybe` is for a way back, which is not to end at a host that
 * lets nobody in.
 */
export const collectLog = action({
  name: 'collect-log',
  parameters: z.strictObject({ answers: z.enum(['yes', 'maybe']).default('yes') }),
  commands: (_, { environment, target }) => [
    onInstance(target, journalCommand(roleSoftware[instanceNamed(environment, target).role].unit)),
  ],
  async run({ answers }, { environment, target, host, keep }, signal) {
    const { unit } = roleSoftware[instanceNamed(environment, target).role];
    let log: string;
    try {
      const timeout = seconds(answers === 'yes' ? 30 : 10);
      log = await asRoot(host(target), journalCommand(unit), { signal, timeout });
    } catch (error) {
      signal.throwIfAborted();
      if (answers === 'yes') throw error;
      return `${target} gave no log: ${error instanceof Error ? error.message : String(error)}`;
    }
    const file = `${target}-${unit}-before-restart.log`;
    keep(file, log);
    const lines = log.trimEnd().split('\n');
    return `kept ${String(lines.length)} lines as ${file}; the last: ${lines.at(-1) ?? 'none'}`;
  },
});
