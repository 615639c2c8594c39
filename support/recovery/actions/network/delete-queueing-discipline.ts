import { asRoot } from '../../../hosts/as-root';
import { INTERFACE } from '../../../faults/network/network-latency';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

/** Fails where the kernel's own discipline is in force, whose handle is 0: then it is not what delays. */
const DELETE = `set -eu
interface=$(${INTERFACE})
there=$(tc qdisc show dev "$interface" root)
case "$there" in 'qdisc '*' 0: '*) echo "$interface has the kernel's own: $there" >&2; exit 1 ;; esac
tc qdisc del dev "$interface" root
echo "$interface: $there"`;

/** Deletes a queueing discipline that somebody has set up on the interface of the default route; the kernel puts its own in place. */
export const deleteQueueingDiscipline = action({
  name: 'delete-queueing-discipline',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(target, 'ip route show default  # names the interface'),
    onInstance(target, 'tc qdisc show dev INTERFACE root'),
    onInstance(target, 'tc qdisc del dev INTERFACE root  # one whose handle is not 0'),
  ],
  async run(_, { target, host }, signal) {
    const deleted = await asRoot(host(target), DELETE, { signal });
    return `deleted on ${target}: ${deleted.trim()}`;
  },
});
