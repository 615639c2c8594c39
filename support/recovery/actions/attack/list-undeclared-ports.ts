import { declaredPorts } from '../../../environment/firewall';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';

const LISTENERS = 'ss -Hltnp';
const LOCAL = /^(127\.|169\.254\.|\[::1\]|\[fe80)/;

/** Says what listens on ports that the environment file does not declare, and of which unit it is; fails when nothing does. */
export const listUndeclaredPorts = action({
  name: 'list-undeclared-ports',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    onInstance(
      target,
      `${LISTENERS}  # declared: ${declaredPorts(environment, instanceNamed(environment, target)).join(', ')}`,
    ),
    onInstance(target, 'ps -o unit= -p PID'),
  ],
  async run(_, { environment, target, host, facts, keep }, signal) {
    const listing = await asRoot(host(target), LISTENERS, { signal });
    keep(`listeners-${target}`, listing);
    const declared = declaredPorts(environment, instanceNamed(environment, target));
    const undeclared = listing
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .map((words) => ({ address: words[3] ?? '', program: words.slice(5).join(' ') }))
      .map((each) => ({ ...each, port: Number(each.address.split(':').at(-1)) }))
      .filter(({ address, port }) => !LOCAL.test(address) && port > 0 && !declared.includes(port));
    if (undeclared.length === 0) throw new Error(`${target} listens on declared ports only`);
    facts.undeclaredPorts = [...new Set(undeclared.map(({ port }) => port))];
    return undeclared
      .map(({ address, program }) => `${target} listens on ${address}, and nobody declared it: ${program}`)
      .join('; ');
  },
});
