import { instanceNamed } from '../../../environment/environment';
import { runningInstance } from '../../../cloud/running-instance';
import { action } from '../action';
import { filters, instanceCommand } from '../commands';
import { noParameters } from '../no-parameters';

/**
 * Has the target's Elastic IP address lead to the target's instance, wherever it led: whoever knows the address comes here
 * from then on. Where the environment file gives it none there is nothing to move, and it says so.
 */
export const associateAddress = action({
  name: 'associate-address',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    instanceCommand(environment, target),
    `allocation=$(aws ec2 describe-addresses ${filters(environment, target)} --query 'Addresses[0].AllocationId' --output text)`,
    'aws ec2 associate-address --allocation-id "$allocation" --instance-id "$instance"',
  ],
  async run(_, { environment, target, cloud }, signal) {
    if (!instanceNamed(environment, target).elasticIp)
      return `${target} is declared without an Elastic IP address: there is none to move`;
    const { id } = await runningInstance(cloud.instances, target, signal);
    const find = async () => {
      const [address] = await cloud.addresses.find({ Name: target }, signal);
      if (address === undefined) throw new Error(`${target} has no Elastic IP address`);
      return address;
    };
    const before = await find();
    const led = before.association?.instanceId ?? 'nowhere';
    if (led === id) return `${before.publicAddress} leads to ${target} (${id}) already`;
    await cloud.addresses.associate(before.id, id, signal);
    const leads = (await find()).association?.instanceId ?? 'nowhere';
    if (leads !== id) throw new Error(`${before.publicAddress} leads to ${leads}; ${target} is ${id}`);
    return `${before.publicAddress} led to ${led}, and leads to ${target} (${id})`;
  },
});
