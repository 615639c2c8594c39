import { hostKeyFromConsole } from '../../../hosts/host-key';
import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { instanceCommand, onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { waitLimit } from '../wait-limit';

/**
 * Reboots, over EC2, an instance that has never booted to its end, and waits until it has written its host key to its
 * console, lets administrators in and is initialised. Its application is not started.
 */
export const bootForTheFirstTime = action({
  name: 'boot-for-the-first-time',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    instanceCommand(environment, target),
    'aws ec2 reboot-instances --instance-ids "$instance"',
    'aws ec2 get-console-output --instance-id "$instance" --latest --output text  # its host key, for known_hosts',
    onInstance(target, 'sh -c "until test -e /run/firedrill/init-done; do sleep 1; done"'),
  ],
  async run(_, { target, cloud, budget, untilFirstBoot }, signal) {
    const { id } = await runningInstance(cloud.instances, target, signal);
    // A boot in which nobody told it anything has its host key, which does not outlive it.
    const before = hostKeyFromConsole(await cloud.instances.consoleOutput(id, signal));
    await cloud.instances.reboot(id, signal);
    await untilFirstBoot(target, { within: waitLimit(budget), before }, signal);
    return `${target} (${id}) has booted for the first time, and is initialised with its data volume mounted`;
  },
});
