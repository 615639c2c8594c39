import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { filters, instanceCommand } from '../commands';
import { noParameters } from '../no-parameters';

/** Sees that the Elastic IP address of the target leads to the instance that runs now. */
export const checkElasticAddress = action({
  name: 'check-elastic-address',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    instanceCommand(environment, target),
    `aws ec2 describe-addresses ${filters(environment, target)} --query 'Addresses[0].[PublicIp,InstanceId]' --output text  # "$instance"`,
  ],
  async run(_, { target, cloud }, signal) {
    const { id } = await runningInstance(cloud.instances, target, signal);
    const [address] = await cloud.addresses.find({ Name: target }, signal);
    if (address === undefined) throw new Error(`${target} has no Elastic IP address`);
    const leads = address.association?.instanceId ?? 'nowhere';
    const observed = `${address.publicAddress} leads to ${leads}; ${target} is ${id}`;
    if (leads !== id) throw new Error(observed);
    return observed;
  },
});
