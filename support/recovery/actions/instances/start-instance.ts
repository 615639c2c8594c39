import { action } from '../action';
import { filters, onInstance } from '../commands';
import { noParameters } from '../no-parameters';

/** Starts a stopped instance and waits until it has mounted its data volume and has its configuration. */
export const startInstance = action({
  name: 'start-instance',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    `instance=$(aws ec2 describe-instances ${filters(environment, target)} Name=instance-state-name,Values=stopped --query 'Reservations[0].Instances[0].InstanceId' --output text)`,
    'aws ec2 start-instances --instance-ids "$instance"',
    'aws ec2 wait instance-running --instance-ids "$instance"',
    onInstance(target, 'sh -c "until test -e /run/firedrill/init-done; do sleep 1; done"'),
  ],
  async run(_, { target, startInstance: start }, signal) {
    const { id } = await start(target, signal);
    return `${target} (${id}) runs again, initialised, with its data volume mounted`;
  },
});
