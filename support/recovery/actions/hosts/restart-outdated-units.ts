import { seconds } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { quote, type Shell } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

const OUTDATED = '/usr/local/lib/firedrill/outdated-programs';
/** systemd itself, which goes on as another of itself. */
const SYSTEMD = 'init.scope';

/** Restarts every unit of which a program still runs though it, or a library of its, was replaced on disk. */
export const restartOutdatedUnits = action({
  name: 'restart-outdated-units',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, OUTDATED),
    onInstance(target, 'systemctl restart UNIT  # each; for init.scope: systemctl daemon-reexec'),
  ],
  async run(_, { target, host, keep }, signal) {
    const shell = host(target);
    const before = await outdated(shell, signal);
    keep(`outdated-${target}`, before.map((line) => `${line.join(' ')}\n`).join(''));
    const units = [...new Set(before.map(([unit = '-']) => unit))].sort();
    for (const unit of units) {
      const restart = unit === SYSTEMD ? 'systemctl daemon-reexec' : `systemctl restart ${quote(unit)}`;
      await asRoot(shell, restart, { signal, timeout: seconds(60) });
    }
    return `restarted on ${target}: ${units.join(', ') || 'none, for nothing used what was replaced'}`;
  },
});

/** Sees that no program runs that was replaced on disk, or uses a library that was. */
export const checkOutdatedPrograms = action({
  name: 'check-outdated-programs',
  parameters: noParameters,
  commands: (_, { target }) => [onInstance(target, `${OUTDATED}  # none`)],
  async run(_, { target, host }, signal) {
    const left = await outdated(host(target), signal);
    if (left.length > 0)
      throw new Error(`${target} runs what was replaced: ${left.map((line) => line.join(' ')).join('; ')}`);
    return `no program on ${target} uses what was replaced`;
  },
});

/** Lines of unit, process id, name and files. */
async function outdated(shell: Shell, signal: AbortSignal): Promise<readonly (readonly string[])[]> {
  const said = await asRoot(shell, OUTDATED, { signal });
  return said
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '));
}
