import { INITIALISED_AT } from '../../../environment/initialise';
import { asRoot } from '../../../hosts/as-root';
import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { instanceCommand, onInstance } from '../commands';
import { noParameters } from '../no-parameters';

/** Sees that an instance is another than those of its name that earlier steps have terminated, and is initialised. */
export const checkRunAnew = action({
  name: 'check-run-anew',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    instanceCommand(environment, target),
    'echo "$instance"  # another than before',
    onInstance(target, INITIALISED_AT),
  ],
  async run(_, { target, cloud, host, facts }, signal) {
    const before = facts.terminated?.get(target);
    if (before === undefined) throw new Error(`no earlier step has terminated ${target}`);
    const { id } = await runningInstance(cloud.instances, target, signal);
    if (before.includes(id)) throw new Error(`${target} is still ${id}`);
    const revision = (await asRoot(host(target), INITIALISED_AT, { signal })).trim();
    return `${target} is ${id} instead of ${before.join(' and ')}, initialised at ${revision}`;
  },
});
