import { milliseconds, seconds } from '../../../drill/time';
import { realTimer } from '../../../drill/timer';
import { waitUntil } from '../../../drill/wait-until';
import { asRoot } from '../../../hosts/as-root';
import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { instanceCommand, onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { waitLimit } from '../wait-limit';

/** Prints for how many milliseconds the host's first process has been there: instances may share a kernel, and its uptime. */
const UP_FOR =
  'python3 -c "import sys, time; print(int(time.monotonic() * 1000 - int(sys.argv[1]) / 1000))" "$(systemctl show --property=UserspaceTimestampMonotonic --value)"';

/**
 * Reboots an instance over EC2, which needs no log-in, and waits until it has booted anew, mounted its data volume and has
 * its configuration. Its application is not started, where its boot does not do that.
 */
export const rebootInstance = action({
  name: 'reboot-instance',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    instanceCommand(environment, target),
    'aws ec2 reboot-instances --instance-ids "$instance"',
    onInstance(target, 'sh -c "until test -e /run/firedrill/init-done; do sleep 1; done"'),
  ],
  async run(_, { target, cloud, host, budget, startInstance }, signal) {
    const { id } = await runningInstance(cloud.instances, target, signal);
    const asked = realTimer.now();
    await cloud.instances.reboot(id, signal);
    await waitUntil({
      subject: `${target} (${id}) to boot`,
      deadline: waitLimit(budget),
      interval: milliseconds(500),
      attempt: seconds(15),
      signal,
      observe: async (attempt) => {
        // A session from before may answer until the host goes down.
        const upFor = Number(await asRoot(host(target), UP_FOR, { signal: attempt, timeout: seconds(10) }));
        const since = realTimer.now() - asked;
        if (upFor < since) return { value: true };
        return { seen: `it has been up for ${(upFor / 1000).toFixed(1)} s` };
      },
    });
    // It runs, so it is only waited for.
    await startInstance(target, signal);
    return `${target} (${id}) has booted anew, initialised, with its data volume mounted`;
  },
});
