import { asRoot } from '../../../hosts/as-root';
import type { Shell } from '../../../hosts/shell';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

const DECLARED = '/etc/nftables.conf';
const LIST = 'nft list tables';
// The kernel reads the file, in a network namespace that holds nothing else.
const LIST_DECLARED = `unshare --net sh -c 'nft -f ${DECLARED} && ${LIST}'`;

/** Deletes the tables of packet rules that the host's configuration does not declare, and loads the declared ones again. */
export const removeUndeclaredTables = action({
  name: 'remove-undeclared-tables',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, LIST_DECLARED),
    onInstance(target, LIST),
    onInstance(target, 'nft delete table FAMILY NAME  # each that is not declared'),
    onInstance(target, `nft -f ${DECLARED}`),
  ],
  async run(_, { target, host }, signal) {
    const shell = host(target);
    const declared = await tables(shell, LIST_DECLARED, signal);
    const undeclared = (await tables(shell, LIST, signal)).filter((name) => !declared.includes(name));
    for (const name of undeclared) {
      await asRoot(shell, `nft delete table ${name.split(' ').map(quote).join(' ')}`, { signal });
    }
    await asRoot(shell, `nft -f ${DECLARED}`, { signal });
    return `${target} has the tables ${declared.join(', ')}; deleted: ${undeclared.join(', ') || 'none'}`;
  },
});

/** `inet firedrill`, in the order of the kernel. */
async function tables(shell: Shell, command: string, signal: AbortSignal): Promise<readonly string[]> {
  const listed = await asRoot(shell, command, { signal });
  return [...listed.matchAll(/^table (.+)$/gm)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}
