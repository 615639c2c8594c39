import { instanceNamed } from '../../../environment/environment';
import { aclOf } from '../../../environment/subnet-acl';
import { aclDifferences } from './acl-differences';
import { action } from '../action';
import { noParameters } from '../no-parameters';

/** Names what differs in the network ACL of the target's subnet; fails when nothing does, for then the cause is another. */
export const compareNetworkAcl = action({
  name: 'compare-network-acl',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    `aws ec2 describe-network-acls --filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag:firedrill:subnet,Values=${instanceNamed(environment, target).subnet} --query 'NetworkAcls[0].Entries' --output table`,
    '# declared: rule 100, all traffic, 0.0.0.0/0, allow, in each direction, and nothing else',
  ],
  async run(_, { environment, target, cloud }, signal) {
    const acl = await aclOf({ environment, cloud }, instanceNamed(environment, target).subnet, signal);
    const differences = aclDifferences(acl);
    if (differences.length === 0) throw new Error(`${acl.id} of ${acl.subnet} is as declared`);
    return `${acl.id}: ${differences.join('; ')}`;
  },
});
