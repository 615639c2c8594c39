import { introduceBastion as introduce } from '../../../environment/introduce-bastion';
import { instanceOfRole } from '../../../environment/environment';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

/**
 * Tells every other instance the host key of a new bastion, which they fetch their configuration and their packages from and would refuse.
 * The key is the one of its console, which nobody on the network can forge.
 */
export const introduceBastion = action({
  name: 'introduce-bastion',
  parameters: noParameters,
  commands: (_, { environment }) => {
    const bastion = instanceOfRole(environment, 'bastion').name;
    return [
      `key=$(awk '$1 == "${bastion}" { print $2, $3 }' .firedrill/${environment.name}/known_hosts)  # of its console`,
      ...environment.instances
        .filter(({ name }) => name !== bastion)
        .map(({ name }) =>
          onInstance(name, 'vi /etc/firedrill/instance.json /etc/firedrill/known_hosts  # in both: the key'),
        ),
    ];
  },
  async run(_, { environment, host, hostKey }, signal) {
    const bastion = instanceOfRole(environment, 'bastion').name;
    const others = environment.instances.filter(({ name }) => name !== bastion);
    const key = hostKey(bastion);
    await Promise.all(others.map(({ name }) => introduce(host(name), key, signal)));
    return `${String(others.length)} instances trust the host key of the new ${bastion}`;
  },
});
