import { z } from 'zod';
import { milliseconds, seconds } from '../../../drill/time';
import { waitUntil } from '../../../drill/wait-until';
import type { Environment, MonitoredDevice } from '../../../environment/environment';
import { tryAsRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { waitLimit } from '../wait-limit';
import { onInstance } from '../commands';

type Agent = Extract<MonitoredDevice, { readonly probe: 'nrpe' }>;

const askCommand = ({ instance, command }: Agent): string =>
  `/usr/lib/nagios/plugins/check_nrpe -u -t 20 -H ${instance} -c ${command}`;

function agentOf({ monitoring }: Environment, device: string): Agent {
  const found = monitoring.devices.find(({ name }) => name === device);
  if (found?.probe !== 'nrpe') throw new Error(`"${device}" is no device that an agent answers for`);
  return found;
}

/** Asks an agent what the monitor asks it, from the monitor's host, until it says that all is well. */
export const checkMonitored = action({
  name: 'check-monitored',
  parameters: z.strictObject({ device: z.string() }),
  commands: ({ device }, { environment }) => [
    onInstance(environment.monitoring.instance, askCommand(agentOf(environment, device))),
  ],
  async run({ device }, { environment, host, budget }, signal) {
    const agent = agentOf(environment, device);
    return waitUntil<string>({
      subject: `"${device}" to be well`,
      deadline: waitLimit(budget),
      interval: milliseconds(500),
      attempt: seconds(25),
      signal,
      observe: async (attempt) => {
        const asked = { signal: attempt, timeout: seconds(25) };
        const { code, stdout } = await tryAsRoot(
          host(environment.monitoring.instance),
          askCommand(agent),
          asked,
        );
        return code === 0 ? { value: stdout.trim() } : { seen: stdout.trim() };
      },
    });
  },
});
