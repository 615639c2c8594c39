import { instanceNamed, instanceOfRole, type Environment } from '../../../environment/environment';
import { declaredPorts } from '../../../environment/firewall';
import { minutes } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { onInstance } from '../commands';
import type { RunbookFacts } from '../context';
import { noParameters } from '../no-parameters';

const scanCommand = (
  environment: Environment,
  target: string,
  { undeclaredPorts = [] }: RunbookFacts,
): string => {
  const instance = instanceNamed(environment, target);
  const ports = [...new Set([...declaredPorts(environment, instance), ...undeclaredPorts])];
  return `nmap -Pn -n -sT -p ${ports.join(',')} -oG - ${instance.address}`;
};

/**
 * Looks from outside, with nmap, who could have reached the target: the ports that were found, beside the declared ones.
 * Fails where a port is open that the environment file does not open to everybody.
 */
export const scanFromOutside = action({
  name: 'scan-from-outside',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    onInstance(instanceOfRole(environment, 'attacker').name, scanCommand(environment, target, {})),
  ],
  async run(_, { environment, target, host, facts, keep }, signal) {
    const outside = instanceOfRole(environment, 'attacker').name;
    const command = scanCommand(environment, target, facts);
    const report = await asRoot(host(outside), command, { signal, timeout: minutes(1) });
    keep(`nmap-${target}`, report);
    const states = [...report.matchAll(/(\d+)\/(open|closed|filtered)\/tcp/g)].map(([, port, state]) => ({
      port: Number(port),
      state,
    }));
    if (states.length === 0) throw new Error(`nmap on ${outside} said nothing of ${target}`);
    const everybody = instanceNamed(environment, target)
      .ingress.filter(({ from }) => from.some(({ kind }) => kind !== 'instance'))
      .map(({ port }) => port);
    const words = states.map(({ port, state }) => `${String(port)} ${String(state)}`).join(', ');
    const observed = `seen from ${outside}, ${target} has ${words}`;
    const open = states.filter(({ port, state }) => state === 'open' && !everybody.includes(port));
    if (open.length > 0)
      throw new Error(`${observed}; declared for everybody: ${everybody.join(', ') || 'none'}`);
    return observed;
  },
});
