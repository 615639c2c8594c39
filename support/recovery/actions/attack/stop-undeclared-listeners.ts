import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

const unitOfListener = (
  port: number,
): string => `pid=$(ss -Hltnp 'sport = :${String(port)}' | sed -n 's/.*pid=\\([0-9]*\\).*/\\1/p' | head -n 1)
[ -n "$pid" ] || exit 0
ps -o unit= -p "$pid"`;

/** Stops the units of what listens where nobody declared it, and sees that nothing listens there any more. */
export const stopUndeclaredListeners = action({
  name: 'stop-undeclared-listeners',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, 'systemctl disable --now UNIT  # each that the step before named'),
  ],
  async run(_, { target, host, facts }, signal) {
    const shell = host(target);
    const stopped: string[] = [];
    for (const port of facts.undeclaredPorts ?? []) {
      const unit = (await asRoot(shell, unitOfListener(port), { signal })).trim();
      if (!unit.endsWith('.service'))
        throw new Error(`port ${String(port)} of ${target} is of no service: ${unit}`);
      await asRoot(shell, `systemctl stop ${unit}; systemctl disable ${unit} 2>/dev/null || true`, {
        signal,
      });
      const left = await asRoot(shell, `ss -Hltn 'sport = :${String(port)}'`, { signal });
      if (left.trim() !== '')
        throw new Error(`port ${String(port)} of ${target} is still open: ${left.trim()}`);
      stopped.push(`${unit} on port ${String(port)}`);
    }
    if (stopped.length === 0) throw new Error('no earlier step has found a port that nobody declared');
    return `stopped on ${target}: ${stopped.join(', ')}`;
  },
});
