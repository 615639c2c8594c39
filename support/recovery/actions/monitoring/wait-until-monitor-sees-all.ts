import { milliseconds, seconds } from '../../../drill/time';
import { waitUntil } from '../../../drill/wait-until';
import { monitorFindings } from '../../../monitoring/steady';
import { action } from '../action';
import { noParameters } from '../no-parameters';
import { waitLimit } from '../wait-limit';

/** Waits, within the step's budget, until the monitor polls every device that is declared, and has each well. */
export const waitUntilMonitorSeesAll = action({
  name: 'wait-until-monitor-sees-all',
  parameters: noParameters,
  commands: (_, { target }) => [
    `ssh -L 8443:${target}:443 bastion  # and in a browser https://localhost:8443/~export/devices`,
  ],
  async run(_, { environment, monitor, budget }, signal) {
    const expected = environment.monitoring.devices.map(({ name }) => name);
    const connection = monitor();
    try {
      return await waitUntil<string>({
        subject: 'the monitor to have every device well',
        deadline: waitLimit(budget),
        interval: milliseconds(500),
        attempt: seconds(10),
        signal,
        observe: async (attempt) => {
          const findings = monitorFindings(await connection.devices(attempt), expected);
          if (findings.length > 0) return { seen: findings.join('; ') };
          return { value: `the monitor has all of its ${String(expected.length)} devices well` };
        },
      });
    } finally {
      connection.close();
    }
  },
});
