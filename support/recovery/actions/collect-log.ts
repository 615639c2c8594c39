import { instanceNamed } from '../../environment/environment';
import { roleSoftware } from '../../faults/role-software';
import { asRoot } from '../../faults/as-root';
import { action } from './action';
import { onInstance } from './commands';
import { noParameters } from './no-parameters';

const journalCommand = (unit: string): string =>
  `journalctl --unit=${unit} --lines=200 --no-pager --output=short-iso-precise`;

/** Keeps the last lines of the unit's journal with the incident. */
export const collectLog = action({
  name: 'collect-log',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    onInstance(target, journalCommand(roleSoftware[instanceNamed(environment, target).role].unit)),
  ],
  async run(_, { environment, target, host, keep }, signal) {
    const { unit } = roleSoftware[instanceNamed(environment, target).role];
    const log = await asRoot(host(target), journalCommand(unit), { signal });
    const file = `${target}-${unit}-before-restart.log`;
    keep(file, log);
    const lines = log.trimEnd().split('\n');
    return `kept ${String(lines.length)} lines as ${file}; the last: ${lines.at(-1) ?? 'none'}`;
  },
});
